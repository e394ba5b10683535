<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>Actions</name>
    <message>
        <source>&amp;Session</source>
        <translation>文稿(&amp;S)</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>新建文稿</translation>
    </message>
    <message>
        <source>Keep as a version</source>
        <translation>存为新版本</translation>
    </message>
    <message>
        <source>Save as triplet</source>
        <translation>存为三元组</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export with the plan…</source>
        <translation>连同计划导出…</translation>
    </message>
    <message>
        <source>Search sessions</source>
        <translation>搜索文稿</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>&amp;Draft</source>
        <translation>写作(&amp;D)</translation>
    </message>
    <message>
        <source>Write what comes next</source>
        <translation>接着往下写</translation>
    </message>
    <message>
        <source>Write the plan</source>
        <translation>写计划</translation>
    </message>
    <message>
        <source>Write the story</source>
        <translation>写正文</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Rewrite stale sections</source>
        <translation>重写过时的部分</translation>
    </message>
    <message>
        <source>Rewrite from this section on</source>
        <translation>从这一部分起重写</translation>
    </message>
    <message>
        <source>Rewrite the selection…</source>
        <translation>改写选中的文字…</translation>
    </message>
    <message>
        <source>Go on from the caret</source>
        <translation>从光标处续写</translation>
    </message>
    <message>
        <source>What does this edit of the plan change?</source>
        <translation>这次改计划会改变什么？</translation>
    </message>
    <message>
        <source>Write several stories side by side</source>
        <translation>并排写几篇正文</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Previous story version</source>
        <translation>正文的上一版</translation>
    </message>
    <message>
        <source>Next story version</source>
        <translation>正文的下一版</translation>
    </message>
    <message>
        <source>Previous plan version</source>
        <translation>计划的上一版</translation>
    </message>
    <message>
        <source>Next plan version</source>
        <translation>计划的下一版</translation>
    </message>
    <message>
        <source>Find and replace</source>
        <translation>查找和替换</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Triplets</source>
        <translation>三元组</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Larger text</source>
        <translation>放大字号</translation>
    </message>
    <message>
        <source>Smaller text</source>
        <translation>缩小字号</translation>
    </message>
    <message>
        <source>Default text size</source>
        <translation>恢复默认字号</translation>
    </message>
    <message>
        <source>System appearance</source>
        <translation>明暗跟随系统</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>System language</source>
        <translation>语言跟随系统</translation>
    </message>
</context>
<context>
    <name>BulkBar</name>
    <message>
        <source>Set genre</source>
        <translation>设定体裁</translation>
    </message>
    <message>
        <source>Set the genre of these</source>
        <translation>设定所选的体裁</translation>
    </message>
    <message>
        <source>Set status</source>
        <translation>设定状态</translation>
    </message>
    <message>
        <source>Set the status of these</source>
        <translation>设定所选的状态</translation>
    </message>
    <message>
        <source>Move to trash</source>
        <translation>移到废纸篓</translation>
    </message>
    <message>
        <source>Move these to the trash</source>
        <translation>把所选移到废纸篓</translation>
    </message>
    <message>
        <source>{0} selected</source>
        <translation>已选 {0} 条</translation>
    </message>
</context>
<context>
    <name>CandidateColumn</name>
    <message>
        <source>Candidate {0}</source>
        <translation>候选 {0}</translation>
    </message>
    <message>
        <source>Text of candidate {0}</source>
        <translation>候选 {0} 的文字</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop candidate {0}</source>
        <translation>停止候选 {0}</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>采用</translation>
    </message>
    <message>
        <source>Use candidate {0}</source>
        <translation>采用候选 {0}</translation>
    </message>
    <message>
        <source>being written…</source>
        <translation>正在写…</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Use these parts</source>
        <translation>采用这些部分</translation>
    </message>
    <message>
        <source>{0:,} characters</source>
        <translation>{0:,} 字</translation>
    </message>
    <message>
        <source>{0:,} words</source>
        <translation>{0:,} 词</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>cut at the limit</source>
        <translation>到上限截断</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>CandidatesPanel</name>
    <message>
        <source>Candidates</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>Put away; they are kept as versions</source>
        <translation>收起；它们都已存为版本</translation>
    </message>
    <message>
        <source>Put the candidates away</source>
        <translation>收起候选</translation>
    </message>
    <message>
        <source>Click a change to leave it out.</source>
        <translation>点某处改动，就不采用它。</translation>
    </message>
    <message>
        <source>Stories from the same plan</source>
        <translation>同一计划的几篇正文</translation>
    </message>
    <message>
        <source>What the edit of the plan changes, with the same seed and settings</source>
        <translation>同一种子、同一设置下，改计划带来的变化</translation>
    </message>
    <message>
        <source>For step {0}</source>
        <translation>第 {0} 步的候选</translation>
    </message>
    <message>
        <source>How the story could go on</source>
        <translation>可以这样往下写</translation>
    </message>
    <message>
        <source>For “{0}”</source>
        <translation>改写“{0}”</translation>
    </message>
</context>
<context>
    <name>CandidatesState</name>
    <message>
        <source>The passage has changed meanwhile; the rewrite is kept as v{0}.</source>
        <translation>这段文字其间已改动；改写稿存为 v{0}。</translation>
    </message>
</context>
<context>
    <name>Caretaker</name>
    <message>
        <source>Restore the backup</source>
        <translation>恢复这个备份</translation>
    </message>
    <message>
        <source>The library is backed up to {0}.</source>
        <translation>文库已备份到 {0}。</translation>
    </message>
    <message>
        <source>The model is still writing; stop it first.</source>
        <translation>模型还在写；请先停止。</translation>
    </message>
    <message>
        <source>Other windows are open; close them first.</source>
        <translation>还有其他窗口开着；请先关闭它们。</translation>
    </message>
    <message>
        <source>Files are still being imported; wait until that is done.</source>
        <translation>文件还在导入，请等它完成。</translation>
    </message>
    <message>
        <source>The backup is restored; the library as it was is kept as {0}.</source>
        <translation>备份已恢复；原来的文库保存为 {0}。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>No backup was made: {0}</source>
        <translation>备份没有成功：{0}</translation>
    </message>
</context>
<context>
    <name>CollectionState</name>
    <message>
        <source>Genre changed: {0}.</source>
        <translation>已更改体裁：{0} 条。</translation>
    </message>
    <message>
        <source>Status changed: {0}.</source>
        <translation>已更改状态：{0} 条。</translation>
    </message>
    <message>
        <source>Accepted: {0}. The others need six scores of 8 or more.</source>
        <translation>已采纳 {0} 条。其余的需要六项评分都在 8 分以上。</translation>
    </message>
    <message>
        <source>In the trash: {0}.</source>
        <translation>已移到废纸篓：{0} 条。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Restored: {0}.</source>
        <translation>已恢复：{0} 条。</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>Name of the text</source>
        <translation>文本名称</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Figures of the text</source>
        <translation>文本数据</translation>
    </message>
    <message>
        <source>Use this one</source>
        <translation>用这一篇</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose what stands here</source>
        <translation>选择此处的文本</translation>
    </message>
    <message>
        <source>Remove this text</source>
        <translation>移出对比</translation>
    </message>
    <message>
        <source>{0} characters or words</source>
        <translation>{0} 字</translation>
    </message>
    <message>
        <source>variety {0}</source>
        <translation>字词丰富度 {0}</translation>
    </message>
    <message>
        <source>distinct 2-grams {0}, 4-grams {1}</source>
        <translation>2-gram 不重复率 {0}，4-gram {1}</translation>
    </message>
    <message>
        <source>repeated {0} %</source>
        <translation>重复 {0} %</translation>
    </message>
    <message>
        <source>sentence length {0}</source>
        <translation>句长 {0}</translation>
    </message>
    <message>
        <source>steps realised {0} of {1}</source>
        <translation>已写出步骤 {0} / {1}</translation>
    </message>
    <message>
        <source>by the model {0} %</source>
        <translation>模型所写 {0} %</translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Plan and story</source>
        <translation>计划与正文</translation>
    </message>
    <message>
        <source>0 · unusable, off topic, or mostly the prompt again</source>
        <translation>0 · 不可用、跑题，或多半是复述写作要求</translation>
    </message>
    <message>
        <source>1 · a template, awkward, or in the wrong language</source>
        <translation>1 · 套路化、生硬，或语言不对</translation>
    </message>
    <message>
        <source>2 · sound but predictable, a good student&apos;s essay</source>
        <translation>2 · 通顺，但在意料之中，像优秀习作</translation>
    </message>
    <message>
        <source>3 · original and fluent, could be published</source>
        <translation>3 · 新颖流畅，可以发表</translation>
    </message>
    <message>
        <source>Originality</source>
        <translation>新意</translation>
    </message>
    <message>
        <source>Language and style</source>
        <translation>语言与风格</translation>
    </message>
    <message>
        <source>Feeling</source>
        <translation>情感</translation>
    </message>
    <message>
        <source>Structure</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>Concrete content</source>
        <translation>内容具体</translation>
    </message>
    <message>
        <source>Keeps to the prompt</source>
        <translation>切合要求</translation>
    </message>
    <message>
        <source>Fewer errors</source>
        <translation>错误较少</translation>
    </message>
</context>
<context>
    <name>CompareHead</name>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Show changes</source>
        <translation>显示改动</translation>
    </message>
    <message>
        <source>by clause</source>
        <translation>按小句</translation>
    </message>
    <message>
        <source>Tell changes by clause</source>
        <translation>按小句显示改动</translation>
    </message>
    <message>
        <source>Swap</source>
        <translation>对调</translation>
    </message>
    <message>
        <source>Swap the sides</source>
        <translation>左右对调</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Add a text</source>
        <translation>添加一篇文本</translation>
    </message>
    <message>
        <source>Choose blind</source>
        <translation>盲选</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Unfinished round</source>
        <translation>未完成的一轮</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>偏好对</translation>
    </message>
    <message>
        <source>Preference pairs in and out</source>
        <translation>导入和导出偏好对</translation>
    </message>
    <message>
        <source>Leave</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Leave the round</source>
        <translation>退出这一轮</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>写作要求</translation>
    </message>
    <message>
        <source>Import pairs…</source>
        <translation>导入偏好对…</translation>
    </message>
    <message>
        <source>Export as WritingPreferenceBench…</source>
        <translation>导出为 WritingPreferenceBench…</translation>
    </message>
    <message>
        <source>Export for TRL (DPO)…</source>
        <translation>导出供 TRL（DPO）使用…</translation>
    </message>
    <message>
        <source>Export with ties and everything else…</source>
        <translation>连同平局等全部导出…</translation>
    </message>
    <message>
        <source>The stories of this session</source>
        <translation>这篇文稿的各版正文</translation>
    </message>
    <message>
        <source>The plans of this session</source>
        <translation>这篇文稿的各版计划</translation>
    </message>
    <message>
        <source>Imported pairs ({0})</source>
        <translation>导入的偏好对（{0}）</translation>
    </message>
    <message>
        <source>Resume the unfinished round ({0})</source>
        <translation>继续未完成的一轮（剩 {0} 题）</translation>
    </message>
    <message>
        <source>Resume the unfinished round</source>
        <translation>继续未完成的一轮</translation>
    </message>
    <message>
        <source>A round was left with questions to answer: {0}</source>
        <translation>有一轮尚未答完，还剩 {0} 题</translation>
    </message>
    <message>
        <source>{0} of {1} answered</source>
        <translation>已答 {0} / {1}</translation>
    </message>
</context>
<context>
    <name>CompareView</name>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Nothing to compare yet. A session with two plans or two stories has something to lay side by side; or add texts above.</source>
        <translation>还没有可对比的内容。文稿有了两版计划或两版正文，就可以并排对比；也可以在上方添加文本。</translation>
    </message>
    <message>
        <source>Export pairs</source>
        <translation>导出偏好对</translation>
    </message>
</context>
<context>
    <name>ComparisonState</name>
    <message>
        <source>It is on the desk; what was there is kept as a version.</source>
        <translation>已换上这一版；原来的文字存成了一个版本。</translation>
    </message>
</context>
<context>
    <name>ContradictionBar</name>
    <message>
        <source>Steps that contradict the edit</source>
        <translation>与改动不一致的步骤</translation>
    </message>
    <message>
        <source>Contradictions</source>
        <translation>不一致之处</translation>
    </message>
    <message>
        <source>Let the model bring them in line</source>
        <translation>让模型改得一致</translation>
    </message>
    <message>
        <source>These steps are written anew; all others are settled.</source>
        <translation>重写这几步；其余各步不变。</translation>
    </message>
    <message>
        <source>Leave these steps as they are</source>
        <translation>这几步保持原样</translation>
    </message>
    <message>
        <source>Change all</source>
        <translation>全部改过来</translation>
    </message>
    <message>
        <source>Change to “{0}”</source>
        <translation>改为“{0}”</translation>
    </message>
</context>
<context>
    <name>ContradictionWords</name>
    <message>
        <source>And {0} more.</source>
        <translation>另有 {0} 处。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>“{0}” became “{1}”</source>
        <translation>“{0}”改为“{1}”</translation>
    </message>
    <message>
        <source>{1} in step {0}.</source>
        <translation>第 {0} 步里{1}。</translation>
    </message>
    <message>
        <source>{1} in steps {0}.</source>
        <translation>第 {0} 步里{1}。</translation>
    </message>
    <message>
        <source>Step {0} still tells the old ending.</source>
        <translation>第 {0} 步讲的还是原来的结局。</translation>
    </message>
    <message>
        <source>Steps {0} still tell the old ending.</source>
        <translation>第 {0} 步讲的还是原来的结局。</translation>
    </message>
    <message>
        <source>Step {0} still says “{1}”.</source>
        <translation>第 {0} 步还写着“{1}”。</translation>
    </message>
    <message>
        <source>Steps {0} still say “{1}”.</source>
        <translation>第 {0} 步还写着“{1}”。</translation>
    </message>
    <message>
        <source>Step {0} is locked and stays.</source>
        <translation>第 {0} 步已锁定，不动。</translation>
    </message>
    <message>
        <source>Steps {0} are locked and stay.</source>
        <translation>第 {0} 步已锁定，不动。</translation>
    </message>
    <message>
        <source>Step {0} is locked and keeps “{1}”.</source>
        <translation>第 {0} 步已锁定，“{1}”不动。</translation>
    </message>
    <message>
        <source>Steps {0} are locked and keep “{1}”.</source>
        <translation>第 {0} 步已锁定，“{1}”不动。</translation>
    </message>
    <message>
        <source>The prompt says “{0}” too.</source>
        <translation>写作要求里也写着“{0}”。</translation>
    </message>
    <message>
        <source>So does the prompt.</source>
        <translation>写作要求里也有。</translation>
    </message>
    <message>
        <source>{0} {1}</source>
        <translation>{0}{1}</translation>
    </message>
    <message>
        <source> and </source>
        <translation>、</translation>
    </message>
</context>
<context>
    <name>ContradictionsState</name>
    <message>
        <source>The model is still writing; stop it first.</source>
        <translation>模型还在写；请先停止。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>CrashDialog</name>
    <message>
        <source>Something went wrong in the program</source>
        <translation>程序出错了</translation>
    </message>
    <message>
        <source>This is a fault of the program, not yours. Your text is saved as you type. Copy this report and send it to us; then go on.</source>
        <translation>这是程序的问题，不是你的错。文字在你输入时已经保存。请复制这份报告发给我们，然后继续写。</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Copy report</source>
        <translation>复制报告</translation>
    </message>
</context>
<context>
    <name>DeskState</name>
    <message>
        <source>Writing was interrupted the last time; what was written is here.</source>
        <translation>上次写作中断了；写好的部分都在这里。</translation>
    </message>
</context>
<context>
    <name>DraftingState</name>
    <message>
        <source>The model is still writing; stop it first.</source>
        <translation>模型还在写；请先停止。</translation>
    </message>
    <message>
        <source>The prompt is empty; write what you want first.</source>
        <translation>写作要求还是空的；请先写下你想要什么。</translation>
    </message>
    <message>
        <source>Stopped before anything was written.</source>
        <translation>还没写出文字就停了。</translation>
    </message>
    <message>
        <source>Stopped; what was written is kept.</source>
        <translation>已停止；写好的文字都留着。</translation>
    </message>
    <message>
        <source>Cut at the length limit; Continue goes on from there.</source>
        <translation>到了长度上限；点“继续”接着写。</translation>
    </message>
    <message>
        <source>The model began to repeat itself in section {0}; it was cut there.</source>
        <translation>模型在第 {0} 部分开始重复，已在那里截断。</translation>
    </message>
</context>
<context>
    <name>EngineSection</name>
    <message>
        <source>Context in tokens</source>
        <translation>上下文（词元）</translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> 词元</translation>
    </message>
    <message>
        <source>Processor threads</source>
        <translation>处理器线程</translation>
    </message>
    <message>
        <source>one for each core</source>
        <translation>每个核心一个</translation>
    </message>
    <message>
        <source>The context holds prompt, plan and story together. A longer one takes more memory, and more time before the first word.</source>
        <translation>上下文同时容纳写作要求、计划和正文。越长占用内存越多，写出第一个字之前的等待也越久。</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>上下文</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>线程</translation>
    </message>
    <message>
        <source>How models run</source>
        <translation>运行设置</translation>
    </message>
</context>
<context>
    <name>FileDialogs</name>
    <message>
        <source>Export the story</source>
        <translation>导出正文</translation>
    </message>
    <message>
        <source>Export story and plan</source>
        <translation>导出正文和计划</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Word document</source>
        <translation>Word 文档</translation>
    </message>
    <message>
        <source>PDF</source>
        <translation>PDF</translation>
    </message>
    <message>
        <source>E-book</source>
        <translation>电子书</translation>
    </message>
    <message>
        <source>Markdown</source>
        <translation>Markdown</translation>
    </message>
    <message>
        <source>Plain text</source>
        <translation>纯文本</translation>
    </message>
    <message>
        <source>Web page</source>
        <translation>网页</translation>
    </message>
</context>
<context>
    <name>FilterBar</name>
    <message>
        <source>Search triplets</source>
        <translation>搜索三元组</translation>
    </message>
    <message>
        <source>All genres</source>
        <translation>全部体裁</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>体裁</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Both languages</source>
        <translation>两种语言</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>任何状态</translation>
    </message>
    <message>
        <source>Number of triplets</source>
        <translation>三元组条数</translation>
    </message>
</context>
<context>
    <name>FilterMenu</name>
    <message>
        <source>All sessions</source>
        <translation>全部文稿</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>Trash ({0})</source>
        <translation>废纸篓（{0}）</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>体裁</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>标签</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更改日期</translation>
    </message>
    <message>
        <source>Sort by</source>
        <translation>排序</translation>
    </message>
    <message>
        <source>Any</source>
        <translation>不限</translation>
    </message>
</context>
<context>
    <name>FilterText</name>
    <message>
        <source>In the trash</source>
        <translation>废纸篓中</translation>
    </message>
    <message>
        <source>Starred</source>
        <translation>已加星标</translation>
    </message>
    <message>
        <source>Last 24 hours</source>
        <translation>最近 24 小时</translation>
    </message>
    <message>
        <source>Last 12 months</source>
        <translation>最近一年</translation>
    </message>
    <message>
        <source>Last {0} days</source>
        <translation>最近 {0} 天</translation>
    </message>
    <message>
        <source>Last change</source>
        <translation>最近更改</translation>
    </message>
    <message>
        <source>Beginning</source>
        <translation>创建时间</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
</context>
<context>
    <name>FindBar</name>
    <message>
        <source>Find in the story</source>
        <translation>在正文中查找</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>查找</translation>
    </message>
    <message>
        <source>Replace with</source>
        <translation>替换为</translation>
    </message>
    <message>
        <source>Search result</source>
        <translation>查找结果</translation>
    </message>
    <message>
        <source>Find previous</source>
        <translation>查找上一个</translation>
    </message>
    <message>
        <source>Find next</source>
        <translation>查找下一个</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Replace all</source>
        <translation>全部替换</translation>
    </message>
    <message>
        <source>Close the search</source>
        <translation>关闭查找</translation>
    </message>
    <message>
        <source>Not found</source>
        <translation>没有找到</translation>
    </message>
    <message>
        <source>{0} replaced</source>
        <translation>已替换 {0} 处</translation>
    </message>
</context>
<context>
    <name>Findings</name>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Nothing stands out.</source>
        <translation>没有需要留意的地方。</translation>
    </message>
    <message>
        <source>Show both side by side</source>
        <translation>并排查看两者</translation>
    </message>
</context>
<context>
    <name>Grip</name>
    <message>
        <source>Drag to move this step (Alt+Up, Alt+Down)</source>
        <translation>拖动以移动这一步（Alt+上方向、Alt+下方向）</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>History</source>
        <translation>历史</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>版本</translation>
    </message>
    <message>
        <source>Text of the version</source>
        <translation>这一版的文字</translation>
    </message>
    <message>
        <source>How it was written</source>
        <translation>怎样写成的</translation>
    </message>
    <message>
        <source>Show what differs on the desk</source>
        <translation>显示与当前文字的不同</translation>
    </message>
    <message>
        <source>Put on the desk</source>
        <translation>换成这一版</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Lay the versions selected side by side; one alone beside the desk&apos;s</source>
        <translation>并排对比所选的版本；只选一个时与当前文字对比</translation>
    </message>
    <message>
        <source>Name…</source>
        <translation>命名…</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>Use these settings again</source>
        <translation>再用这些设置</translation>
    </message>
    <message>
        <source>Close the history</source>
        <translation>关闭历史</translation>
    </message>
    <message>
        <source>Nothing is kept yet; what you or the model write will be.</source>
        <translation>还没有版本；你和模型写的文字都会在这里留下版本。</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Kept from what you wrote.</source>
        <translation>由你写的文字存成。</translation>
    </message>
    <message>
        <source>{0}, seed {1}, temperature {2}, {3:,} tokens in {4:.0f} s</source>
        <translation>{0}，种子 {1}，温度 {2}，{3:,} 个词元，用时 {4:.0f} 秒</translation>
    </message>
</context>
<context>
    <name>HistoryTree</name>
    <message>
        <source>Plan v{0}</source>
        <translation>计划 v{0}</translation>
    </message>
    <message>
        <source>Story v{0}</source>
        <translation>正文 v{0}</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>你写的</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>cut at the limit</source>
        <translation>到上限截断</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>中断</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
</context>
<context>
    <name>ImportPanel</name>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Not imported, and why</source>
        <translation>未能导入的记录及原因</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Import records</source>
        <translation>导入记录</translation>
    </message>
    <message>
        <source>Records (*.jsonl *.json *.parquet)</source>
        <translation>记录文件 (*.jsonl *.json *.parquet)</translation>
    </message>
    <message>
        <source>Import a data set</source>
        <translation>导入数据集</translation>
    </message>
    <message>
        <source>Looking through {0}…</source>
        <translation>正在查看 {0}…</translation>
    </message>
    <message>
        <source>{0}. Records: {1}. New: {2}. Already here: {3}. Cannot be imported: {4}.</source>
        <translation>{0}：共 {1} 条记录，新的 {2} 条，已有 {3} 条，无法导入 {4} 条。</translation>
    </message>
    <message>
        <source>Nothing is written yet.</source>
        <translation>尚未写入任何内容。</translation>
    </message>
    <message>
        <source>Import {0}</source>
        <translation>导入 {0} 条</translation>
    </message>
    <message>
        <source>{0} records</source>
        <translation>{0} 条记录</translation>
    </message>
    <message>
        <source>Saved. To be made ready for searching: {0}</source>
        <translation>已保存。尚待编入搜索索引：{0}</translation>
    </message>
    <message>
        <source>Go on in the background</source>
        <translation>转到后台继续</translation>
    </message>
</context>
<context>
    <name>JudgeBar</name>
    <message>
        <source>Your choice</source>
        <translation>你的选择</translation>
    </message>
    <message>
        <source>← Left is better</source>
        <translation>← 左边更好</translation>
    </message>
    <message>
        <source>Left is better</source>
        <translation>左边更好</translation>
    </message>
    <message>
        <source>= Equally good</source>
        <translation>= 不相上下</translation>
    </message>
    <message>
        <source>Equally good</source>
        <translation>不相上下</translation>
    </message>
    <message>
        <source>B Both bad</source>
        <translation>B 都不好</translation>
    </message>
    <message>
        <source>Both bad</source>
        <translation>都不好</translation>
    </message>
    <message>
        <source>Right is better →</source>
        <translation>右边更好 →</translation>
    </message>
    <message>
        <source>Right is better</source>
        <translation>右边更好</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>⏎ Keep and go on</source>
        <translation>⏎ 保存并继续</translation>
    </message>
    <message>
        <source>S Later</source>
        <translation>S 稍后</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>稍后</translation>
    </message>
    <message>
        <source>⌫ Back</source>
        <translation>⌫ 撤回</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>Choice and scores</source>
        <translation>选择与评分</translation>
    </message>
    <message>
        <source>The scores do not say what the choice says.</source>
        <translation>评分与所作的选择不一致。</translation>
    </message>
    <message>
        <source>One is {0} times as long as the other. Longer texts tend to be chosen.</source>
        <translation>一篇的长度是另一篇的 {0} 倍。较长的文本更容易被选中。</translation>
    </message>
</context>
<context>
    <name>JudgingSources</name>
    <message>
        <source>No round was left unfinished.</source>
        <translation>没有未完的一轮。</translation>
    </message>
</context>
<context>
    <name>JudgingState</name>
    <message>
        <source>There are not yet two texts to choose between.</source>
        <translation>还没有可供选择的两篇文本。</translation>
    </message>
    <message>
        <source>A round was left with questions to answer ({0}). Beginning a new one drops them; the menu resumes the old one.</source>
        <translation>有一轮尚未答完（还剩 {0} 题）。开始新一轮会放弃这些题；旧的一轮可从菜单继续。</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>开始新一轮</translation>
    </message>
    <message>
        <source>This round was ended in another window; what you answered is kept.</source>
        <translation>这一轮已在另一个窗口中结束；你的回答已保留。</translation>
    </message>
    <message>
        <source>Every question is answered ({0}).</source>
        <translation>{0} 题已全部答完。</translation>
    </message>
    <message>
        <source>Asked again with the sides exchanged: {0} of {1} answered alike.</source>
        <translation>左右对调后重问 {1} 题，{0} 题答案一致。</translation>
    </message>
    <message>
        <source>You chose left: {0}, right: {1}; the longer text: {2} of {3}.</source>
        <translation>选左边 {0} 次，右边 {1} 次；分出高下的 {3} 次里，{2} 次选了较长的一篇。</translation>
    </message>
</context>
<context>
    <name>Keeping</name>
    <message>
        <source>plan v{0}</source>
        <translation>计划 v{0}</translation>
    </message>
    <message>
        <source>story v{0}</source>
        <translation>正文 v{0}</translation>
    </message>
    <message>
        <source>Saved. There is no plan or story yet to keep as a version.</source>
        <translation>已保存。还没有计划或正文，没有可存的版本。</translation>
    </message>
    <message>
        <source>Kept: {0}.</source>
        <translation>已存为版本：{0}。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Name it…</source>
        <translation>命名…</translation>
    </message>
    <message>
        <source>What should this version be called?</source>
        <translation>这一版叫什么？</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
</context>
<context>
    <name>Language</name>
    <message>
        <source>Chinese</source>
        <translation>中文</translation>
    </message>
    <message>
        <source>English</source>
        <translation>英文</translation>
    </message>
</context>
<context>
    <name>Leaving</name>
    <message>
        <source>Not saved: {0} Close again to leave without the last changes.</source>
        <translation>未保存：{0}再关一次窗口，就会放弃最后的改动。</translation>
    </message>
    <message>
        <source>Save as a file…</source>
        <translation>另存为文件…</translation>
    </message>
</context>
<context>
    <name>LibraryFilesState</name>
    <message>
        <source>Sessions written to {1}: {0}.</source>
        <translation>{0} 篇文稿已写入 {1}。</translation>
    </message>
    <message>
        <source>Files are still being imported; wait until that is done.</source>
        <translation>文件还在导入，请等它完成。</translation>
    </message>
    <message>
        <source>Sessions added: {0}.</source>
        <translation>新增 {0} 篇文稿。</translation>
    </message>
    <message>
        <source>Already here: {0}.</source>
        <translation>{0} 篇原来就有。</translation>
    </message>
    <message>
        <source>Without a file: {0}.</source>
        <translation>{0} 篇缺少文件。</translation>
    </message>
    <message>
        <source>Triplets or pairs missing: {0}.</source>
        <translation>缺少 {0} 条三元组或偏好对。</translation>
    </message>
    <message>
        <source>Others that could not be read: {0}.</source>
        <translation>另有 {0} 个文件读不出来。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>LibraryMenu</name>
    <message>
        <source>&amp;Library</source>
        <translation>文库(&amp;L)</translation>
    </message>
    <message>
        <source>Import files…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>Import a folder…</source>
        <translation>导入文件夹…</translation>
    </message>
    <message>
        <source>Export everything…</source>
        <translation>全部导出…</translation>
    </message>
    <message>
        <source>Back up to a file…</source>
        <translation>备份到文件…</translation>
    </message>
    <message>
        <source>Restore a backup</source>
        <translation>恢复备份</translation>
    </message>
    <message>
        <source>Backup folder…</source>
        <translation>备份文件夹…</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Import files</source>
        <translation>导入文件</translation>
    </message>
    <message>
        <source>Texts and sessions (*.md *.txt *.json)</source>
        <translation>文本和文稿 (*.md *.txt *.json)</translation>
    </message>
    <message>
        <source>Import a folder</source>
        <translation>导入文件夹</translation>
    </message>
    <message>
        <source>Export everything</source>
        <translation>全部导出</translation>
    </message>
    <message>
        <source>Back up the library</source>
        <translation>备份文库</translation>
    </message>
    <message>
        <source>Library (*.db)</source>
        <translation>文库 (*.db)</translation>
    </message>
    <message>
        <source>Where should backups go?</source>
        <translation>备份放在哪里？</translation>
    </message>
</context>
<context>
    <name>MessageBar</name>
    <message>
        <source>Message</source>
        <translation>消息</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Copy this message</source>
        <translation>复制这条消息</translation>
    </message>
    <message>
        <source>Close this message</source>
        <translation>关闭这条消息</translation>
    </message>
</context>
<context>
    <name>MixPanel</name>
    <message>
        <source>Training mix</source>
        <translation>混合训练数据</translation>
    </message>
    <message>
        <source>General data…</source>
        <translation>通用数据…</translation>
    </message>
    <message>
        <source>File of general data</source>
        <translation>通用数据文件</translation>
    </message>
    <message>
        <source>Trainer</source>
        <translation>训练工具</translation>
    </message>
    <message>
        <source>Which triplets</source>
        <translation>哪些三元组</translation>
    </message>
    <message>
        <source>Any status</source>
        <translation>任何状态</translation>
    </message>
    <message>
        <source>General samples to a triplet</source>
        <translation>每条三元组配几条通用样本</translation>
    </message>
    <message>
        <source>Chinese in general data</source>
        <translation>通用数据中的中文</translation>
    </message>
    <message>
        <source>Held back to validate</source>
        <translation>留作验证</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>Write into a folder…</source>
        <translation>写入文件夹…</translation>
    </message>
    <message>
        <source>Write the mix</source>
        <translation>写出混合数据</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>In COIG-Writer&apos;s paper 1 triplet to 12 general samples won in Chinese (62.75 %) and not in English (46.46 %); four ratios and one size of collection were tried.</source>
        <translation>COIG-Writer 论文中，1 条三元组配 12 条通用样本在中文上胜出（62.75 %），英文上没有（46.46 %）；只试过四种比例和一种规模。</translation>
    </message>
    <message>
        <source>General data</source>
        <translation>通用数据</translation>
    </message>
    <message>
        <source>Triplets</source>
        <translation>三元组</translation>
    </message>
    <message>
        <source>For</source>
        <translation>用于</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Records (*.jsonl *.json *.parquet)</source>
        <translation>记录文件 (*.jsonl *.json *.parquet)</translation>
    </message>
    <message>
        <source>Write into a folder</source>
        <translation>写入文件夹</translation>
    </message>
    <message>
        <source>Mixing…</source>
        <translation>正在混合…</translation>
    </message>
</context>
<context>
    <name>MixTokens</name>
    <message>
        <source>No model is loaded; load one under Models, then count.</source>
        <translation>还没有加载模型；请先在“模型”页加载一个，再计数。</translation>
    </message>
</context>
<context>
    <name>MixTokensLine</name>
    <message>
        <source>Tokens of the mix</source>
        <translation>混合数据的词元数</translation>
    </message>
    <message>
        <source>Count tokens</source>
        <translation>计算词元数</translation>
    </message>
    <message>
        <source>The loaded model can count how many tokens it has.</source>
        <translation>已加载的模型可以数出共有多少词元。</translation>
    </message>
    <message>
        <source>Mixing…</source>
        <translation>正在混合…</translation>
    </message>
    <message>
        <source>Counting: {0} %</source>
        <translation>正在计数：{0} %</translation>
    </message>
    <message>
        <source>{0} tokens of triplets, {1} of general data; the longest sample has {2}; longer than the 8,192 that are trained on: {3}. {4}</source>
        <translation>三元组共 {0} 个词元，通用数据共 {1} 个；最长的一条有 {2} 个，{3} 条超过训练时的上限 8,192 个。{4}</translation>
    </message>
    <message>
        <source>Counted as {0} does.</source>
        <translation>按 {0} 的分词计数。</translation>
    </message>
    <message>
        <source>Estimated, for a server does not tell how it counts.</source>
        <translation>此为估算，因为服务器不会告知其分词方式。</translation>
    </message>
    <message>
        <source>Stop counting</source>
        <translation>停止计数</translation>
    </message>
</context>
<context>
    <name>MixingState</name>
    <message>
        <source>No triplet has this status yet; accept some, or mix those of any.</source>
        <translation>还没有这种状态的三元组；请先采纳一些，或选择任意状态。</translation>
    </message>
    <message>
        <source>Triplets: {0}, general samples: {1}, in {2}.</source>
        <translation>{0} 条三元组和 {1} 条通用样本已写入 {2}。</translation>
    </message>
    <message>
        <source>The general file had fewer than the {0} wanted in these languages.</source>
        <translation>通用文件中这些语言的样本少于所需的 {0} 条。</translation>
    </message>
</context>
<context>
    <name>ModelPreload</name>
    <message>
        <source>The model {0} did not finish loading the last time, so it waits.</source>
        <translation>模型 {0} 上次没有加载完，这次没有自动加载。</translation>
    </message>
    <message>
        <source>Load it</source>
        <translation>加载</translation>
    </message>
</context>
<context>
    <name>ModelRow</name>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>Take it off the list; the file stays</source>
        <translation>从列表中移除，文件保留</translation>
    </message>
    <message>
        <source>Delete {0} from this computer</source>
        <translation>从这台电脑删除 {0}</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} / {1}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>安装</translation>
    </message>
    <message>
        <source>Write with this</source>
        <translation>用它写</translation>
    </message>
    <message>
        <source>writes for you</source>
        <translation>正在使用</translation>
    </message>
    <message>
        <source>your file</source>
        <translation>你的文件</translation>
    </message>
    <message>
        <source>installed</source>
        <translation>已安装</translation>
    </message>
    <message>
        <source>about {0} of memory</source>
        <translation>约占内存 {0}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>context of {0} tokens</source>
        <translation>上下文 {0} 词元</translation>
    </message>
    <message>
        <source>with {0}</source>
        <translation>已配适配器 {0}</translation>
    </message>
    <message>
        <source>Measure its speed</source>
        <translation>测量速度</translation>
    </message>
    <message>
        <source>Check the file</source>
        <translation>校验文件</translation>
    </message>
    <message>
        <source>Load a LoRA adapter with it…</source>
        <translation>为它加载 LoRA 适配器…</translation>
    </message>
    <message>
        <source>Load it without an adapter</source>
        <translation>不带适配器加载</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
</context>
<context>
    <name>ModelSpeeds</name>
    <message>
        <source>The model is at work; measure it when it is done.</source>
        <translation>模型正在工作；请等它写完再测量。</translation>
    </message>
    <message>
        <source>{0} reads {1} and writes {2} tokens a second here.</source>
        <translation>{0} 在这台电脑上每秒读 {1} 个词元，写 {2} 个词元。</translation>
    </message>
    <message>
        <source>The draft comes first: {0} was not measured. Measure it when it is done.</source>
        <translation>先写稿：{0} 未测量。请在写完后再测量。</translation>
    </message>
</context>
<context>
    <name>ModelsState</name>
    <message>
        <source>{0} is loaded with the adapter from the next text on.</source>
        <translation>从下一篇文本起，{0} 将带适配器加载。</translation>
    </message>
    <message>
        <source>{0} is loaded without an adapter from the next text on.</source>
        <translation>从下一篇文本起，{0} 将不带适配器加载。</translation>
    </message>
    <message>
        <source>{0} is removed.</source>
        <translation>{0} 已移除。</translation>
    </message>
    <message>
        <source>Another model is being installed; wait for it or stop it first.</source>
        <translation>正在安装另一个模型；请等它装完，或先停止它。</translation>
    </message>
    <message>
        <source>{0} is intact: its SHA-256 matches.</source>
        <translation>{0} 完好无损：SHA-256 与发布者一致。</translation>
    </message>
    <message>
        <source>{0} is ready; you can write with it now.</source>
        <translation>{0} 已就绪，现在可以用它写了。</translation>
    </message>
</context>
<context>
    <name>ModelsView</name>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Use a file I have…</source>
        <translation>使用我已有的文件…</translation>
    </message>
    <message>
        <source>Use a model file I have</source>
        <translation>使用我已有的模型文件</translation>
    </message>
    <message>
        <source>A model writes on this computer and nowhere else. The first one listed is a good start for Chinese and English.</source>
        <translation>模型只在这台电脑上运行。写中文或英文，都可以先从排在最前面的那个开始。</translation>
    </message>
    <message>
        <source>being measured…</source>
        <translation>正在测量…</translation>
    </message>
    <message>
        <source>about {0} characters a minute here</source>
        <translation>在这里每分钟约 {0} 字</translation>
    </message>
    <message>
        <source>about {0} words a minute here</source>
        <translation>在这里每分钟约 {0} 词</translation>
    </message>
    <message>
        <source>Choose a model file</source>
        <translation>选择模型文件</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
    </message>
    <message>
        <source>Choose a LoRA adapter</source>
        <translation>选择 LoRA 适配器</translation>
    </message>
    <message>
        <source>Adapters (*.gguf)</source>
        <translation>适配器 (*.gguf)</translation>
    </message>
</context>
<context>
    <name>Notices</name>
    <message>
        <source>No model is installed yet. You can still write and save.</source>
        <translation>还没有安装模型。不用模型也能写作和保存。</translation>
    </message>
    <message>
        <source>There is no model to write with yet.</source>
        <translation>还没有可用的模型。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Not saved: {0}</source>
        <translation>未保存：{0}</translation>
    </message>
    <message>
        <source>Save as a file…</source>
        <translation>另存为文件…</translation>
    </message>
    <message>
        <source>Saving works again.</source>
        <translation>已恢复保存。</translation>
    </message>
    <message>
        <source>Install a model</source>
        <translation>安装模型</translation>
    </message>
</context>
<context>
    <name>NumbersPanel</name>
    <message>
        <source>Seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>The same seed and settings give the same text; used for the next text only</source>
        <translation>种子和设置相同，文字就相同；只用于下一次</translation>
    </message>
    <message>
        <source>random</source>
        <translation>随机</translation>
    </message>
    <message>
        <source>Where the numbers are from</source>
        <translation>参数的来源</translation>
    </message>
    <message>
        <source>Reset numbers</source>
        <translation>恢复默认参数</translation>
    </message>
    <message>
        <source>seed</source>
        <translation>种子</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>温度</translation>
    </message>
    <message>
        <source>Higher is less predictable</source>
        <translation>越高越难预料</translation>
    </message>
    <message>
        <source>top k</source>
        <translation>top k</translation>
    </message>
    <message>
        <source>Only so many tokens are considered; 0: all</source>
        <translation>只在最可能的若干个词元中选；0 为不限</translation>
    </message>
    <message>
        <source>top p</source>
        <translation>top p</translation>
    </message>
    <message>
        <source>Only the likeliest, up to this share</source>
        <translation>只从最可能的词元中选，概率累计到此为止</translation>
    </message>
    <message>
        <source>min p</source>
        <translation>min p</translation>
    </message>
    <message>
        <source>At least this share of the likeliest</source>
        <translation>概率低于最可能词元的这个比例就不选</translation>
    </message>
    <message>
        <source>repetition</source>
        <translation>重复惩罚</translation>
    </message>
    <message>
        <source>Penalty for a token that came just before; 1: none</source>
        <translation>对刚出现过的词元的惩罚；1 为不罚</translation>
    </message>
    <message>
        <source>DRY</source>
        <translation>DRY</translation>
    </message>
    <message>
        <source>Penalty for phrases that were there before; 0: none</source>
        <translation>对出现过的短语的惩罚；0 为不罚</translation>
    </message>
    <message>
        <source>DRY from</source>
        <translation>DRY 允许长度</translation>
    </message>
    <message>
        <source>Tokens that a phrase may repeat without penalty</source>
        <translation>短语重复多少词元以内不罚</translation>
    </message>
    <message>
        <source>XTC</source>
        <translation>XTC</translation>
    </message>
    <message>
        <source>How often the likeliest tokens are passed over; 0: never</source>
        <translation>跳过最可能词元的概率；0 为从不跳过</translation>
    </message>
    <message>
        <source>your own numbers</source>
        <translation>你自己的参数</translation>
    </message>
    <message>
        <source>as tuned for this program</source>
        <translation>按本程序的调校</translation>
    </message>
    <message>
        <source>as the makers of {0} advise</source>
        <translation>按 {0} 开发者的建议</translation>
    </message>
    <message>
        <source>as the makers of {0} advise, but calmer</source>
        <translation>按 {0} 开发者的建议，但更沉稳</translation>
    </message>
    <message>
        <source>as the makers of {0} advise, but wilder</source>
        <translation>按 {0} 开发者的建议，但更奔放</translation>
    </message>
    <message>
        <source>{0}, read on {1}</source>
        <translation>{0}，查阅于 {1}</translation>
    </message>
</context>
<context>
    <name>Offering</name>
    <message>
        <source>Select the words to rewrite first.</source>
        <translation>请先选中要改写的文字。</translation>
    </message>
    <message>
        <source>That is too long to rewrite at once; select at most {0:,} characters.</source>
        <translation>选得太长；一次最多改写 {0:,} 个字符。</translation>
    </message>
    <message>
        <source>There is no plan yet; write one first.</source>
        <translation>还没有计划；请先写计划。</translation>
    </message>
    <message>
        <source>There is no story that was written whole from a plan yet.</source>
        <translation>还没有一篇由模型按计划从头写成的正文。</translation>
    </message>
    <message>
        <source>The plan is as it was when the story was written; edit it first.</source>
        <translation>计划与写这篇正文时相同；请先改计划。</translation>
    </message>
    <message>
        <source>This step is locked; unlock it first.</source>
        <translation>这一步已锁定；请先解锁。</translation>
    </message>
</context>
<context>
    <name>PairOffers</name>
    <message>
        <source>Saved as a triplet. You changed {0} % of what the model wrote; keep its draft and your version as a preference pair?</source>
        <translation>已存为三元组。你改动了模型所写的 {0} %；要把它的初稿和你的版本存为偏好对吗？</translation>
    </message>
    <message>
        <source>It is on the desk. Keep your choice as a preference pair?</source>
        <translation>已换上这一版。要把这次选择存为偏好对吗？</translation>
    </message>
    <message>
        <source>Keep as a pair</source>
        <translation>存为偏好对</translation>
    </message>
    <message>
        <source>Preference pairs kept: {0}.</source>
        <translation>已存 {0} 个偏好对。</translation>
    </message>
</context>
<context>
    <name>Picker</name>
    <message>
        <source>Other sessions</source>
        <translation>其他文稿</translation>
    </message>
    <message>
        <source>No versions yet</source>
        <translation>还没有版本</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>PlanChange</name>
    <message>
        <source>What has changed in the plan</source>
        <translation>计划改了什么</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
</context>
<context>
    <name>PlanPane</name>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>The plan as one text</source>
        <translation>整份计划的文本</translation>
    </message>
    <message>
        <source>The plan as one text, or as cards</source>
        <translation>计划：整段文本或卡片</translation>
    </message>
    <message>
        <source>Stale sections</source>
        <translation>过时的部分</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>接下来做什么</translation>
    </message>
    <message>
        <source>+ Add step</source>
        <translation>+ 添加一步</translation>
    </message>
    <message>
        <source>Add a step</source>
        <translation>添加一步</translation>
    </message>
    <message>
        <source>Step “{0}” is deleted.</source>
        <translation>已删除步骤“{0}”。</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>{0} stale</source>
        <translation>{0} 处过时</translation>
    </message>
    <message>
        <source>being written…</source>
        <translation>正在写…</translation>
    </message>
    <message>
        <source>The model is writing this step</source>
        <translation>模型正在写这一步</translation>
    </message>
    <message>
        <source>stale ›</source>
        <translation>过时 ›</translation>
    </message>
    <message>
        <source>Its section no longer follows the plan</source>
        <translation>它的正文已与计划不符</translation>
    </message>
    <message>
        <source>not written</source>
        <translation>尚未写出</translation>
    </message>
    <message>
        <source>No section realises this step yet</source>
        <translation>正文里还没有写到这一步</translation>
    </message>
    <message>
        <source>Write above what you want and press Plan (Ctrl+Enter): the steps appear here one by one, and every one can be changed. Or add the first step.</source>
        <translation>在上面写下你想要什么，按“计划”（Ctrl+Enter）：步骤会一条条出现在这里，每一条都可以改。也可以自己添加第一步。</translation>
    </message>
</context>
<context>
    <name>PlanTemplates</name>
    <message>
        <source>A template needs a development step with a title; add one first.</source>
        <translation>模板至少要有一个带标题的“展开”步骤；请先加上。</translation>
    </message>
    <message>
        <source>New plans of this group of genres begin with these {0} steps.</source>
        <translation>以后，此类体裁的新计划都以这 {0} 个步骤为底。</translation>
    </message>
    <message>
        <source>How they open…</source>
        <translation>各步骤的开头…</translation>
    </message>
    <message>
        <source>New plans of this group of genres open like this.</source>
        <translation>以后，此类体裁的新计划都这样开头。</translation>
    </message>
    <message>
        <source>Plans of this genre begin with the built-in steps again.</source>
        <translation>此类体裁的计划已恢复程序自带的步骤。</translation>
    </message>
    <message>
        <source>There is no template of your own for this genre.</source>
        <translation>此类体裁没有你自己的模板。</translation>
    </message>
</context>
<context>
    <name>PromptBar</name>
    <message>
        <source>Prompt</source>
        <translation>写作要求</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>体裁</translation>
    </message>
    <message>
        <source>Language of the text</source>
        <translation>正文的语言</translation>
    </message>
    <message>
        <source>Target length</source>
        <translation>目标长度</translation>
    </message>
    <message>
        <source>From calm to wild</source>
        <translation>从沉稳到奔放</translation>
    </message>
    <message>
        <source>From calm to wild: how freely the model chooses its words</source>
        <translation>从沉稳到奔放：模型用词的自由程度</translation>
    </message>
    <message>
        <source>How it should be written</source>
        <translation>怎样写</translation>
    </message>
    <message>
        <source>Style…</source>
        <translation>风格…</translation>
    </message>
    <message>
        <source>Style</source>
        <translation>风格</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Write the plan</source>
        <translation>写计划</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>写正文</translation>
    </message>
    <message>
        <source>Write the story</source>
        <translation>写正文</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stop writing</source>
        <translation>停止写作</translation>
    </message>
    <message>
        <source>What should be written? For example: a lighthouse keeper opens a letter that comes thirty years late.</source>
        <translation>想写什么？例如：灯塔看守人拆开一封迟到三十年的信。</translation>
    </message>
    <message>
        <source>Viewpoint, tense, a sample of the voice, and the numbers</source>
        <translation>人称、叙述时间、文风样例，以及背后的参数</translation>
    </message>
    <message>
        <source>Write the plan anew. Locked steps and your own stay.</source>
        <translation>重新写计划。锁定的步骤和你自己写的步骤会保留。</translation>
    </message>
    <message>
        <source>Write the story from the plan. Earlier versions stay.</source>
        <translation>按计划写正文。以前的版本都会保留。</translation>
    </message>
    <message>
        <source>Stop (Esc). What is written stays.</source>
        <translation>停止（Esc）。写好的文字会保留。</translation>
    </message>
    <message>
        <source>calm</source>
        <translation>沉稳</translation>
    </message>
    <message>
        <source>wild</source>
        <translation>奔放</translation>
    </message>
    <message>
        <source> characters</source>
        <translation> 字</translation>
    </message>
    <message>
        <source> words</source>
        <translation> 词</translation>
    </message>
</context>
<context>
    <name>PromptFindings</name>
    <message>
        <source>Found in your prompt</source>
        <translation>在写作要求里读到的</translation>
    </message>
    <message>
        <source>from your prompt</source>
        <translation>要求里写明</translation>
    </message>
    <message>
        <source>Found in your prompt: “{0}”.</source>
        <translation>在写作要求里读到：“{0}”。</translation>
    </message>
    <message>
        <source>The most is {0}.</source>
        <translation>最多 {0}。</translation>
    </message>
    <message>
        <source>Click to take it back.</source>
        <translation>点一下撤回。</translation>
    </message>
    <message>
        <source>{0} characters</source>
        <translation>{0} 字</translation>
    </message>
    <message>
        <source>{0} words</source>
        <translation>{0} 词</translation>
    </message>
    <message>
        <source>first person</source>
        <translation>第一人称</translation>
    </message>
    <message>
        <source>second person</source>
        <translation>第二人称</translation>
    </message>
    <message>
        <source>third person</source>
        <translation>第三人称</translation>
    </message>
</context>
<context>
    <name>PromptSettings</name>
    <message>
        <source>The most is {0}; set to that.</source>
        <translation>最多 {0}，已按此设定。</translation>
    </message>
    <message>
        <source>The least is {0}; set to that.</source>
        <translation>最少 {0}，已按此设定。</translation>
    </message>
</context>
<context>
    <name>ProvenanceBar</name>
    <message>
        <source>Who wrote what</source>
        <translation>哪些是谁写的</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Nothing is written yet.</source>
        <translation>还没有文字。</translation>
    </message>
    <message>
        <source>by the model {0:.0%}</source>
        <translation>模型写的 {0:.0%}</translation>
    </message>
    <message>
        <source>by you {0:.0%} (tinted)</source>
        <translation>你写的 {0:.0%}（着色）</translation>
    </message>
    <message>
        <source>the model&apos;s words changed by you {0:.0%} (underlined)</source>
        <translation>你改过的模型文字 {0:.0%}（下划线）</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Views</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>写作</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>对比</translation>
    </message>
    <message>
        <source>Triplets</source>
        <translation>三元组</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Light or dark</source>
        <translation>浅色或深色</translation>
    </message>
</context>
<context>
    <name>ReasonModel</name>
    <message>
        <source>Record {0}: {1}</source>
        <translation>第 {0} 条：{1}</translation>
    </message>
</context>
<context>
    <name>ReasoningField</name>
    <message>
        <source>The model&apos;s thinking</source>
        <translation>模型的思考</translation>
    </message>
</context>
<context>
    <name>RecordFiles</name>
    <message>
        <source>Added: {0}. Already here: {1}.</source>
        <translation>新增 {0} 条，已有 {1} 条。</translation>
    </message>
    <message>
        <source>Exported to {0}. Records: {1}.</source>
        <translation>已导出到 {0}：{1} 条记录。</translation>
    </message>
    <message>
        <source>Left out: {0}. This format has no place for ties.</source>
        <translation>略去 {0} 条：此格式不能表示平局。</translation>
    </message>
    <message>
        <source>Without names until the round of blind choices is over: {0}.</source>
        <translation>盲选结束之前，其中 {0} 个不写模型名。</translation>
    </message>
</context>
<context>
    <name>RemoteSection</name>
    <message>
        <source>Address of the server</source>
        <translation>服务器地址</translation>
    </message>
    <message>
        <source>Model on the server</source>
        <translation>服务器上的模型</translation>
    </message>
    <message>
        <source>the first it has</source>
        <translation>它的第一个模型</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>密钥</translation>
    </message>
    <message>
        <source>only if the server wants one</source>
        <translation>仅在服务器需要时填写</translation>
    </message>
    <message>
        <source>Kept in the keyring of this computer. Leave it empty to use the one kept.</source>
        <translation>保存在本机的密钥环中。留空则使用已保存的密钥。</translation>
    </message>
    <message>
        <source>Whether a server writes</source>
        <translation>是否由服务器写作</translation>
    </message>
    <message>
        <source>Forget the key</source>
        <translation>删除已存的密钥</translation>
    </message>
    <message>
        <source>Turn off</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Write with the server</source>
        <translation>用服务器写作</translation>
    </message>
    <message>
        <source>on: texts go to {0}</source>
        <translation>已开启：文本会发往 {0}</translation>
    </message>
    <message>
        <source>on: the server is on this computer</source>
        <translation>已开启：服务器就在本机</translation>
    </message>
    <message>
        <source>off</source>
        <translation>未开启</translation>
    </message>
    <message>
        <source>A server with an OpenAI-compatible interface can write instead of a model on this computer. While it is on, your prompts and texts are sent there.</source>
        <translation>可以让一台提供 OpenAI 兼容接口的服务器代替本机模型写作。开启期间，你的写作要求和文字会发送到那里。</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>地址</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>A server instead</source>
        <translation>改用服务器</translation>
    </message>
</context>
<context>
    <name>RemoteState</name>
    <message>
        <source>The key is forgotten.</source>
        <translation>密钥已删除。</translation>
    </message>
</context>
<context>
    <name>Retries</name>
    <message>
        <source>{0} does not read well</source>
        <translation>{0}读起来不好</translation>
    </message>
    <message>
        <source>step {0}</source>
        <translation>第 {0} 步</translation>
    </message>
    <message>
        <source>section {0}</source>
        <translation>第 {0} 节</translation>
    </message>
    <message>
        <source>{0}; writing it again</source>
        <translation>{0}，正在重写</translation>
    </message>
    <message>
        <source>{0} came out too short</source>
        <translation>{0}写得太短</translation>
    </message>
    <message>
        <source>{0} slipped into another language</source>
        <translation>{0}混进了别的语言</translation>
    </message>
    <message>
        <source>{0} repeated what was there before</source>
        <translation>{0}重复了前文</translation>
    </message>
    <message>
        <source>{0} went in circles</source>
        <translation>{0}在兜圈子</translation>
    </message>
    <message>
        <source>{0} repeated itself</source>
        <translation>{0}在自我重复</translation>
    </message>
    <message>
        <source>{0} came out empty</source>
        <translation>{0}是空的</translation>
    </message>
    <message>
        <source>{0} repeated another step</source>
        <translation>{0}重复了别的步骤</translation>
    </message>
    <message>
        <source>{0} gave advice instead of deciding</source>
        <translation>{0}只给建议，没有定下来</translation>
    </message>
    <message>
        <source>{0} took a name that every story has</source>
        <translation>{0}用了人人都用的名字</translation>
    </message>
    <message>
        <source>{0} was not about this piece</source>
        <translation>{0}与这篇无关</translation>
    </message>
</context>
<context>
    <name>ReviewState</name>
    <message>
        <source>To be accepted, each score must be 8 or more and their sum 50 or more.</source>
        <translation>要采纳，每项评分须在 8 分以上，总分须在 50 分以上。</translation>
    </message>
    <message>
        <source>Nothing waits for review.</source>
        <translation>没有待审的三元组。</translation>
    </message>
</context>
<context>
    <name>RewriteBar</name>
    <message>
        <source>How to rewrite</source>
        <translation>怎样改写</translation>
    </message>
    <message>
        <source>How to rewrite it, e.g. as she remembers it years later</source>
        <translation>怎样改写，例如：写成她多年后的回忆</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Rewrite</source>
        <translation>改写</translation>
    </message>
    <message>
        <source>Shorter</source>
        <translation>更短</translation>
    </message>
    <message>
        <source>Longer</source>
        <translation>更长</translation>
    </message>
    <message>
        <source>More concrete</source>
        <translation>更具体</translation>
    </message>
    <message>
        <source>Other viewpoint</source>
        <translation>换个视角</translation>
    </message>
    <message>
        <source>Select the words to rewrite first.</source>
        <translation>请先选中要改写的文字。</translation>
    </message>
    <message>
        <source>The selection reaches over two sections; select in one.</source>
        <translation>选区跨了两个部分；请只在一个部分里选。</translation>
    </message>
</context>
<context>
    <name>RewriteMenu</name>
    <message>
        <source>Rewrite stale</source>
        <translation>重写过时部分</translation>
    </message>
    <message>
        <source>Ways to rewrite the story</source>
        <translation>重写正文的几种方式</translation>
    </message>
    <message>
        <source>Write the stale sections anew from the plan as it is</source>
        <translation>按现在的计划重写过时的部分</translation>
    </message>
    <message>
        <source>What does this edit of the plan change?</source>
        <translation>这次改计划会改变什么？</translation>
    </message>
    <message>
        <source>Write several stories side by side</source>
        <translation>并排写几篇正文</translation>
    </message>
    <message>
        <source>Rewrite the stale sections</source>
        <translation>重写过时的部分</translation>
    </message>
    <message>
        <source>Rewrite from this section on</source>
        <translation>从这一部分起重写</translation>
    </message>
    <message>
        <source>Rewrite all of it</source>
        <translation>全部重写</translation>
    </message>
    <message>
        <source>keeps {0:,} of {1:,} tokens, {2} to the first word</source>
        <translation>沿用 {1:,} 个词元中的 {0:,} 个，{2}出第一个字</translation>
    </message>
    <message>
        <source>Rewrite stale · {0} s</source>
        <translation>重写过时部分 · {0} 秒</translation>
    </message>
    <message>
        <source>less than 1 s</source>
        <translation>不到 1 秒</translation>
    </message>
    <message>
        <source>about {0} s</source>
        <translation>约 {0} 秒</translation>
    </message>
</context>
<context>
    <name>RoundKeeper</name>
    <message>
        <source>Another window had answered this question before; its answer stands.</source>
        <translation>这道题已在另一个窗口中先行作答，以那次回答为准。</translation>
    </message>
</context>
<context>
    <name>ScoreGrid</name>
    <message>
        <source>Total</source>
        <translation>总分</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Creativity</source>
        <translation>创意</translation>
    </message>
    <message>
        <source>{0} of 60: may be accepted.</source>
        <translation>{0} / 60：可以采纳。</translation>
    </message>
    <message>
        <source>{0} of 60. To be accepted: 8 or more each and 50 or more in all.</source>
        <translation>{0} / 60：每项 8 分以上且总分 50 分以上才可采纳。</translation>
    </message>
    <message>
        <source>{0} of 60, not all given yet.</source>
        <translation>{0} / 60，尚未评完。</translation>
    </message>
</context>
<context>
    <name>SearchField</name>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>写作要求</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>计划</translation>
    </message>
    <message>
        <source>Story</source>
        <translation>正文</translation>
    </message>
</context>
<context>
    <name>SessionFiles</name>
    <message>
        <source>Exported to {0}.</source>
        <translation>已导出到 {0}。</translation>
    </message>
</context>
<context>
    <name>SessionList</name>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
</context>
<context>
    <name>SessionMenu</name>
    <message>
        <source>Restore from the trash</source>
        <translation>移出废纸篓</translation>
    </message>
    <message>
        <source>Open in a window of its own</source>
        <translation>在单独窗口中打开</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>重命名…</translation>
    </message>
    <message>
        <source>Remove star</source>
        <translation>取消星标</translation>
    </message>
    <message>
        <source>Star</source>
        <translation>加星标</translation>
    </message>
    <message>
        <source>Tags…</source>
        <translation>标签…</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>文件夹</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Move to the trash</source>
        <translation>移到废纸篓</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>New folder…</source>
        <translation>新文件夹…</translation>
    </message>
</context>
<context>
    <name>SessionPanel</name>
    <message>
        <source>Search sessions</source>
        <translation>搜索文稿</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>New session (Ctrl+N)</source>
        <translation>新建文稿（Ctrl+N）</translation>
    </message>
    <message>
        <source>New session</source>
        <translation>新建文稿</translation>
    </message>
    <message>
        <source>Sessions</source>
        <translation>文稿</translation>
    </message>
    <message>
        <source>No sessions</source>
        <translation>没有文稿</translation>
    </message>
    <message>
        <source>Filter and sort</source>
        <translation>筛选和排序</translation>
    </message>
    <message>
        <source>What is shown</source>
        <translation>当前显示</translation>
    </message>
    <message>
        <source>Show all sessions again</source>
        <translation>重新显示全部文稿</translation>
    </message>
    <message>
        <source>Nothing found. Try fewer words.</source>
        <translation>没有找到。少用几个词试试。</translation>
    </message>
    <message>
        <source>Your sessions will be listed here.</source>
        <translation>你的文稿会列在这里。</translation>
    </message>
    <message>
        <source>Tags, with commas between</source>
        <translation>标签，用逗号分开</translation>
    </message>
    <message>
        <source>Name of the folder</source>
        <translation>文件夹名称</translation>
    </message>
    <message>
        <source>New name</source>
        <translation>新名称</translation>
    </message>
</context>
<context>
    <name>Shelving</name>
    <message>
        <source>{0}, copy</source>
        <translation>{0}（副本）</translation>
    </message>
    <message>
        <source>It is open in another window; close that one first.</source>
        <translation>它在另一个窗口中打开着；请先关闭那个窗口。</translation>
    </message>
    <message>
        <source>“{0}” is in the trash.</source>
        <translation>“{0}”已移到废纸篓。</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>未命名</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
</context>
<context>
    <name>ShortcutsDialog</name>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>快捷键</translation>
    </message>
    <message>
        <source>Move a step of the plan</source>
        <translation>移动计划中的一步</translation>
    </message>
    <message>
        <source>Choose blind: left, right, equally good, both bad</source>
        <translation>盲选：左、右、一样好、都不好</translation>
    </message>
    <message>
        <source>Score the left text, then the right one</source>
        <translation>先给左边的文字评分，再给右边</translation>
    </message>
    <message>
        <source>Reasons; a note, and out of it</source>
        <translation>理由；写备注，离开备注</translation>
    </message>
    <message>
        <source>Later; take back; keep and go on</source>
        <translation>稍后；撤回；保存并继续</translation>
    </message>
</context>
<context>
    <name>StatisticsPage</name>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>Summary</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Back to the table</source>
        <translation>回到列表</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Save as a picture…</source>
        <translation>存为图片…</translation>
    </message>
    <message>
        <source>Save pictures</source>
        <translation>保存图片</translation>
    </message>
    <message>
        <source>Triplets: {0}.</source>
        <translation>共 {0} 条三元组。</translation>
    </message>
    <message>
        <source>Compared with the shares of COIG-Writer, it lacks most: {0}.</source>
        <translation>与 COIG-Writer 的占比相比，最缺：{0}。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Without a licence: {0}; without consent: {1}.</source>
        <translation>未注明许可：{0} 条；未获授权：{1} 条。</translation>
    </message>
    <message>
        <source>The mark is the share the genre has in COIG-Writer.</source>
        <translation>竖线为该体裁在 COIG-Writer 中的占比。</translation>
    </message>
    <message>
        <source>Genres</source>
        <translation>体裁</translation>
    </message>
    <message>
        <source>below {0}</source>
        <translation>少于 {0}</translation>
    </message>
    <message>
        <source>{0} or more</source>
        <translation>{0} 及以上</translation>
    </message>
    <message>
        <source>Shortest, mean and longest in characters: {0}.</source>
        <translation>最短、平均、最长字数：{0}。</translation>
    </message>
    <message>
        <source>Lengths of the answers</source>
        <translation>正文长度</translation>
    </message>
    <message>
        <source>Languages and review</source>
        <translation>语言与审阅</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Creativity</source>
        <translation>创意</translation>
    </message>
    <message>
        <source>Means of the scores given. From the mark up, a score allows acceptance.</source>
        <translation>已给评分的平均值；竖线以上可以采纳。</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Variety of words</source>
        <translation>字词丰富度</translation>
    </message>
    <message>
        <source>Distinct 4-grams</source>
        <translation>4-gram 不重复率</translation>
    </message>
    <message>
        <source>Repeated 4-grams</source>
        <translation>4-gram 重复率</translation>
    </message>
    <message>
        <source>Answers averaged: {0}. The figures describe; they do not measure quality.</source>
        <translation>{0} 篇正文的平均值，只作描述，不代表质量。</translation>
    </message>
    <message>
        <source>Diversity</source>
        <translation>多样性</translation>
    </message>
    <message>
        <source>Save as a picture</source>
        <translation>存为图片</translation>
    </message>
    <message>
        <source>Pictures (*.png *.svg)</source>
        <translation>图片 (*.png *.svg)</translation>
    </message>
</context>
<context>
    <name>StatusLine</name>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Writing speed</source>
        <translation>写作速度</translation>
    </message>
    <message>
        <source>Context in use</source>
        <translation>已用的上下文</translation>
    </message>
    <message>
        <source>What the model is doing</source>
        <translation>模型正在做什么</translation>
    </message>
    <message>
        <source>Where your texts are</source>
        <translation>你的文字在哪里</translation>
    </message>
    <message>
        <source>Length of the story</source>
        <translation>正文长度</translation>
    </message>
    <message>
        <source>Whether everything is saved</source>
        <translation>是否都已保存</translation>
    </message>
    <message>
        <source>nothing leaves this computer</source>
        <translation>一切都留在这台电脑上</translation>
    </message>
    <message>
        <source>The model that writes. Click for all models.</source>
        <translation>正在使用的模型。点击查看所有模型。</translation>
    </message>
    <message>
        <source>loading the model…</source>
        <translation>正在加载模型…</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>没有模型</translation>
    </message>
    <message>
        <source>Click to install one.</source>
        <translation>点击安装一个。</translation>
    </message>
    <message>
        <source>model not loaded yet</source>
        <translation>模型尚未加载</translation>
    </message>
    <message>
        <source>It is loaded when it is first needed.</source>
        <translation>第一次用到时才加载。</translation>
    </message>
    <message>
        <source>texts go to {0}</source>
        <translation>文本会发往 {0}</translation>
    </message>
    <message>
        <source>A server writes. Click on the model&apos;s name to turn it off.</source>
        <translation>正由服务器写作。点击模型名称可将其关闭。</translation>
    </message>
    <message>
        <source>{0} tokens/s</source>
        <translation>{0} 词元/秒</translation>
    </message>
    <message>
        <source>{0}/{1} tokens</source>
        <translation>{0}/{1} 词元</translation>
    </message>
    <message>
        <source>How much of what the model can see at once is in use</source>
        <translation>模型一次能看到的内容已用了多少</translation>
    </message>
    <message>
        <source>loading the model, {0} %</source>
        <translation>正在加载模型，{0}%</translation>
    </message>
    <message>
        <source>reading, {0} of {1} tokens</source>
        <translation>正在读，{0}/{1} 词元</translation>
    </message>
    <message>
        <source>thinking…</source>
        <translation>模型在思考…</translation>
    </message>
    <message>
        <source>planning step {0} of {1}</source>
        <translation>正在写计划第 {0}/{1} 步</translation>
    </message>
    <message>
        <source>writing section {0} of {1}</source>
        <translation>正在写第 {0}/{1} 部分</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>正在读…</translation>
    </message>
    <message>
        <source>thinking… {0} characters</source>
        <translation>模型在思考…已想 {0} 字</translation>
    </message>
    <message>
        <source>{0} characters</source>
        <translation>{0} 字</translation>
    </message>
    <message>
        <source>{0} words</source>
        <translation>{0} 词</translation>
    </message>
    <message>
        <source>Not saved: {0}</source>
        <translation>未保存：{0}</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Saved {0}</source>
        <translation>已保存 {0}</translation>
    </message>
</context>
<context>
    <name>StepCard</name>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>Lock this step</source>
        <translation>锁定这一步</translation>
    </message>
    <message>
        <source>More for this step</source>
        <translation>这一步的更多操作</translation>
    </message>
    <message>
        <source>What is decided in this step?</source>
        <translation>这一步决定什么？</translation>
    </message>
    <message>
        <source>Step {0}: {1}</source>
        <translation>第 {0} 步：{1}</translation>
    </message>
    <message>
        <source>Text of step {0}</source>
        <translation>第 {0} 步的内容</translation>
    </message>
    <message>
        <source>Title of step {0}</source>
        <translation>第 {0} 步的标题</translation>
    </message>
    <message>
        <source>State of step {0}</source>
        <translation>第 {0} 步的状态</translation>
    </message>
    <message>
        <source>Rewrite this step</source>
        <translation>重写这一步</translation>
    </message>
    <message>
        <source>Suggest alternatives</source>
        <translation>给出几个候选</translation>
    </message>
    <message>
        <source>Continue this step</source>
        <translation>续写这一步</translation>
    </message>
    <message>
        <source>Go to its section</source>
        <translation>转到它的正文</translation>
    </message>
    <message>
        <source>Move up	Alt+Up</source>
        <translation>上移	Alt+上方向</translation>
    </message>
    <message>
        <source>Move down	Alt+Down</source>
        <translation>下移	Alt+下方向</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Unlock this step</source>
        <translation>解锁这一步</translation>
    </message>
    <message>
        <source>Locked: the model never rewrites this step.</source>
        <translation>已锁定：模型不会重写这一步。</translation>
    </message>
</context>
<context>
    <name>StepKind</name>
    <message>
        <source>Intent</source>
        <translation>立意</translation>
    </message>
    <message>
        <source>Structure and style</source>
        <translation>结构与风格</translation>
    </message>
    <message>
        <source>Audience and culture</source>
        <translation>读者与文化</translation>
    </message>
    <message>
        <source>Development</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Revision</source>
        <translation>修改</translation>
    </message>
</context>
<context>
    <name>StoryMarks</name>
    <message>
        <source>written from plan v{0}</source>
        <translation>依据计划 v{0}</translation>
    </message>
    <message>
        <source>The story follows plan v{0}.</source>
        <translation>正文与计划 v{0} 一致。</translation>
    </message>
    <message>
        <source>The plan has changed since; stale sections: {0}.</source>
        <translation>计划后来改过；过时的部分：{0}。</translation>
    </message>
    <message>
        <source>{0} stale</source>
        <translation>{0} 处过时</translation>
    </message>
    <message>
        <source>no step</source>
        <translation>无步骤</translation>
    </message>
    <message>
        <source>stale</source>
        <translation>过时</translation>
    </message>
    <message>
        <source>its step has changed</source>
        <translation>它的步骤改过</translation>
    </message>
    <message>
        <source>its step is gone</source>
        <translation>它的步骤已删除</translation>
    </message>
    <message>
        <source>a step before it is gone</source>
        <translation>它前面有一步已删除</translation>
    </message>
    <message>
        <source>step {0} before it has changed</source>
        <translation>它前面的第 {0} 步改过</translation>
    </message>
    <message>
        <source>a step that all sections follow is gone</source>
        <translation>全篇依据的一步已删除</translation>
    </message>
    <message>
        <source>step {0}, which all sections follow, has changed</source>
        <translation>全篇依据的第 {0} 步改过</translation>
    </message>
</context>
<context>
    <name>StoryMenu</name>
    <message>
        <source>Shorter</source>
        <translation>更短</translation>
    </message>
    <message>
        <source>Longer</source>
        <translation>更长</translation>
    </message>
    <message>
        <source>More concrete</source>
        <translation>更具体</translation>
    </message>
    <message>
        <source>Other viewpoint</source>
        <translation>换个视角</translation>
    </message>
    <message>
        <source>Rewrite the selection…</source>
        <translation>改写选中的文字…</translation>
    </message>
    <message>
        <source>Go on from here</source>
        <translation>从这里续写</translation>
    </message>
</context>
<context>
    <name>StoryPane</name>
    <message>
        <source>Story</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>Find and replace</source>
        <translation>查找和替换</translation>
    </message>
    <message>
        <source>Rewrite the selection</source>
        <translation>改写选中的文字</translation>
    </message>
    <message>
        <source>Sections of the story</source>
        <translation>正文的各部分</translation>
    </message>
    <message>
        <source>The story as it is read</source>
        <translation>正文（阅读）</translation>
    </message>
    <message>
        <source>Who wrote what</source>
        <translation>哪些是谁写的</translation>
    </message>
    <message>
        <source>Plan the story was written from</source>
        <translation>正文依据的计划</translation>
    </message>
    <message>
        <source>Save prompt, plan and story as a triplet</source>
        <translation>把写作要求、计划和正文存为三元组</translation>
    </message>
    <message>
        <source>Save as triplet</source>
        <translation>存为三元组</translation>
    </message>
    <message>
        <source>Save triplet</source>
        <translation>存为三元组</translation>
    </message>
    <message>
        <source>What to do next</source>
        <translation>接下来做什么</translation>
    </message>
    <message>
        <source>The story will stand here, beside its plan. You can also just type.</source>
        <translation>正文会写在这里，就在计划旁边。你也可以直接动笔。</translation>
    </message>
    <message>
        <source>The plan is there. Press Write (Ctrl+Enter), or begin to type.</source>
        <translation>计划已经有了。按“写正文”（Ctrl+Enter），或者直接动笔。</translation>
    </message>
</context>
<context>
    <name>StoryPreview</name>
    <message>
        <source>This link leads out of the program, to {0}</source>
        <translation>这个链接通向程序之外：{0}</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>打开</translation>
    </message>
</context>
<context>
    <name>StoryViews</name>
    <message>
        <source>Ways to look at the story</source>
        <translation>查看方式</translation>
    </message>
    <message>
        <source>Read it as Markdown</source>
        <translation>按 Markdown 阅读</translation>
    </message>
    <message>
        <source>Who wrote what</source>
        <translation>哪些是谁写的</translation>
    </message>
</context>
<context>
    <name>StyleState</name>
    <message>
        <source>The next text is written with the settings and the seed of that version.</source>
        <translation>下一篇会用那一版的设置和种子来写。</translation>
    </message>
</context>
<context>
    <name>TemplateMenu</name>
    <message>
        <source>Template of the plan</source>
        <translation>计划模板</translation>
    </message>
    <message>
        <source>Begin with the steps of the template</source>
        <translation>铺上模板的步骤</translation>
    </message>
    <message>
        <source>Save these steps as the template of such genres</source>
        <translation>把这些步骤存为此类体裁的模板</translation>
    </message>
    <message>
        <source>How the steps open…</source>
        <translation>各步骤的开头…</translation>
    </message>
    <message>
        <source>Restore the built-in template</source>
        <translation>恢复程序自带的模板</translation>
    </message>
</context>
<context>
    <name>TemplatePanel</name>
    <message>
        <source>Template of the plan</source>
        <translation>计划模板</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Every new plan in “{0}” begins with these steps. The model goes on from the words a step opens with; they make it decide something.</source>
        <translation>“{0}”的新计划都从这些步骤开始。模型接着每步的开头往下写；有了开头，它才会真正拿定主意。</translation>
    </message>
    <message>
        <source>Title of step {0}</source>
        <translation>第 {0} 步的标题</translation>
    </message>
    <message>
        <source>How step {0} opens</source>
        <translation>第 {0} 步怎么开头</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>标题</translation>
    </message>
    <message>
        <source>How its text opens, or nothing</source>
        <translation>这一步的开头，也可以不写</translation>
    </message>
</context>
<context>
    <name>Triplet</name>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Reviewed</source>
        <translation>已审</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已采纳</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>不采纳</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>写作要求</translation>
    </message>
    <message>
        <source>Thought</source>
        <translation>思路</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>正文</translation>
    </message>
    <message>
        <source>intent</source>
        <translation>立意</translation>
    </message>
    <message>
        <source>structure and style</source>
        <translation>结构与风格</translation>
    </message>
    <message>
        <source>audience and culture</source>
        <translation>读者与文化</translation>
    </message>
    <message>
        <source>development</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>revision</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>The thought says nothing of {0}.</source>
        <translation>思路没有谈到{0}。</translation>
    </message>
    <message>
        <source>{0} characters or words in a row stand in the answer too.</source>
        <translation>思路中有连续 {0} 个字或词与正文相同。</translation>
    </message>
    <message>
        <source>{0}: not in the triplet&apos;s language.</source>
        <translation>{0}：与三元组的语言不同。</translation>
    </message>
    <message>
        <source>{0}: {1} characters; COIG-Writer has {2} to {3}.</source>
        <translation>{0}：{1} 字；COIG-Writer 的范围是 {2} 至 {3}。</translation>
    </message>
    <message>
        <source>{0}: shares {1} % of its wording with another triplet.</source>
        <translation>{0}：与另一条三元组有 {1} % 的措辞相同。</translation>
    </message>
</context>
<context>
    <name>TripletModel</name>
    <message>
        <source>Prompt</source>
        <translation>写作要求</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>体裁</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Characters</source>
        <translation>字数</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更改日期</translation>
    </message>
</context>
<context>
    <name>TripletPanel</name>
    <message>
        <source>Triplet</source>
        <translation>三元组</translation>
    </message>
    <message>
        <source>No genre</source>
        <translation>未定体裁</translation>
    </message>
    <message>
        <source>Genre</source>
        <translation>体裁</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>审阅人</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>理由</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可</translation>
    </message>
    <message>
        <source>Whoever wrote it agrees to its use as data</source>
        <translation>作者同意将其用作数据</translation>
    </message>
    <message>
        <source>Consent</source>
        <translation>授权</translation>
    </message>
    <message>
        <source>Next to review</source>
        <translation>下一条待审</translation>
    </message>
    <message>
        <source>Checks</source>
        <translation>检查</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>评分</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>审阅</translation>
    </message>
    <message>
        <source>{0} characters</source>
        <translation>{0} 字</translation>
    </message>
    <message>
        <source>{0} % written by the model</source>
        <translation>模型写了 {0} %</translation>
    </message>
</context>
<context>
    <name>TripletTable</name>
    <message>
        <source>Triplets</source>
        <translation>三元组</translation>
    </message>
</context>
<context>
    <name>TripletsState</name>
    <message>
        <source>A triplet needs a prompt, a plan and a story; one is still missing.</source>
        <translation>三元组需要写作要求、计划和正文；现在还缺一样。</translation>
    </message>
    <message>
        <source>These three texts are saved as a triplet already.</source>
        <translation>这三篇文字已经存为三元组。</translation>
    </message>
    <message>
        <source>Saved as a triplet.</source>
        <translation>已存为三元组。</translation>
    </message>
</context>
<context>
    <name>TripletsView</name>
    <message>
        <source>Triplets</source>
        <translation>三元组</translation>
    </message>
    <message>
        <source>No triplets yet. Save a session as one with Ctrl+T, or import a file of records.</source>
        <translation>还没有三元组。按 Ctrl+T 把一篇文稿存为三元组，或导入记录文件。</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>Import triplets</source>
        <translation>导入三元组</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export what is shown</source>
        <translation>导出所列内容</translation>
    </message>
    <message>
        <source>Statistics</source>
        <translation>统计</translation>
    </message>
    <message>
        <source>A file of records…</source>
        <translation>记录文件…</translation>
    </message>
    <message>
        <source>The folder of a data set…</source>
        <translation>数据集文件夹…</translation>
    </message>
    <message>
        <source>A Hugging Face data set…</source>
        <translation>Hugging Face 数据集…</translation>
    </message>
    <message>
        <source>A training mix…</source>
        <translation>混合训练数据…</translation>
    </message>
    <message>
        <source>Export triplets</source>
        <translation>导出三元组</translation>
    </message>
    <message>
        <source>Export a data set</source>
        <translation>导出数据集</translation>
    </message>
    <message>
        <source>COIG-Writer, first card (*.jsonl *.json)</source>
        <translation>COIG-Writer，首版数据卡 (*.jsonl *.json)</translation>
    </message>
    <message>
        <source>COIG-Writer, draft README (*.jsonl *.json)</source>
        <translation>COIG-Writer，README 草案 (*.jsonl *.json)</translation>
    </message>
    <message>
        <source>TRL conversations (*.jsonl)</source>
        <translation>TRL 对话 (*.jsonl)</translation>
    </message>
    <message>
        <source>TRL prompt and completion (*.jsonl)</source>
        <translation>TRL 提示与补全 (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>VersionBar</name>
    <message>
        <source>Plan versions</source>
        <translation>计划的版本</translation>
    </message>
    <message>
        <source>Story versions</source>
        <translation>正文的版本</translation>
    </message>
    <message>
        <source>Previous version</source>
        <translation>上一版</translation>
    </message>
    <message>
        <source>Next version</source>
        <translation>下一版</translation>
    </message>
    <message>
        <source>Version {0} of {1}</source>
        <translation>第 {0} 版，共 {1} 版</translation>
    </message>
    <message>
        <source>Version {0} of {1}, changed since</source>
        <translation>第 {0} 版，共 {1} 版，后来改过</translation>
    </message>
    <message>
        <source>Compare the newest</source>
        <translation>对比最新两版</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>你写的</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>cut at the limit</source>
        <translation>到上限截断</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>中断</translation>
    </message>
</context>
<context>
    <name>VersionsState</name>
    <message>
        <source>The model is still writing; stop it first.</source>
        <translation>模型还在写；请先停止。</translation>
    </message>
</context>
<context>
    <name>WishesPanel</name>
    <message>
        <source>Viewpoint</source>
        <translation>人称</translation>
    </message>
    <message>
        <source>Tense</source>
        <translation>叙述时间</translation>
    </message>
    <message>
        <source>Candidates at once</source>
        <translation>候选数</translation>
    </message>
    <message>
        <source>How many candidates are written at once where several are offered</source>
        <translation>凡是给出多个候选的地方，一次写几个</translation>
    </message>
    <message>
        <source>Style sample</source>
        <translation>文风样例</translation>
    </message>
    <message>
        <source>As usual for the genre</source>
        <translation>按此体裁的惯例</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>高级</translation>
    </message>
    <message>
        <source>any viewpoint</source>
        <translation>人称不限</translation>
    </message>
    <message>
        <source>first person</source>
        <translation>第一人称</translation>
    </message>
    <message>
        <source>second person</source>
        <translation>第二人称</translation>
    </message>
    <message>
        <source>third person</source>
        <translation>第三人称</translation>
    </message>
    <message>
        <source>any tense</source>
        <translation>叙述时间不限</translation>
    </message>
    <message>
        <source>looking back</source>
        <translation>回望往事</translation>
    </message>
    <message>
        <source>as it happens</source>
        <translation>正在发生</translation>
    </message>
    <message>
        <source>A few sentences whose voice and rhythm the text should follow</source>
        <translation>贴几句你喜欢的文字，学它的笔调和节奏</translation>
    </message>
    <message>
        <source>candidates at once</source>
        <translation>候选数</translation>
    </message>
    <message>
        <source>in the voice of</source>
        <translation>仿照这样的笔调</translation>
    </message>
</context>
<context>
    <name>WritingCommands</name>
    <message>
        <source>The model is still writing; stop it first.</source>
        <translation>模型还在写；请先停止。</translation>
    </message>
    <message>
        <source>The prompt is empty; write what you want first.</source>
        <translation>写作要求还是空的；请先写下你想要什么。</translation>
    </message>
    <message>
        <source>Every step is locked or your own; unlock one, or write the story.</source>
        <translation>各步不是锁定就是你自己写的；请先解锁一步，或直接写正文。</translation>
    </message>
    <message>
        <source>There is nothing to write.</source>
        <translation>没有需要写的内容。</translation>
    </message>
    <message>
        <source>The sections of steps that are gone were taken out.</source>
        <translation>已删去的步骤所对应的小节已移除。</translation>
    </message>
    <message>
        <source>Writing was interrupted the last time; what was written is here.</source>
        <translation>上次写作中断了；写好的部分都在这里。</translation>
    </message>
    <message>
        <source>Continue</source>
        <translation>继续</translation>
    </message>
</context>
</TS>
