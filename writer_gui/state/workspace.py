"""The desk with everything that can be done on it, put together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from writer_gui.state.candidates import CandidatesState
from writer_gui.state.collection import CollectionState
from writer_gui.state.commands import WritingCommands
from writer_gui.state.comparison import ComparisonState
from writer_gui.state.contradictions import ContradictionsState
from writer_gui.state.desk import DeskState
from writer_gui.state.following import Following
from writer_gui.state.judging import JudgingState
from writer_gui.state.judging_sources import JudgingSources
from writer_gui.state.mix_tokens import MixTokens
from writer_gui.state.mixing import MixingState
from writer_gui.state.offering import Offering
from writer_gui.state.overview import OverviewState
from writer_gui.state.pair_offers import PairOffers
from writer_gui.state.plan_steps import PlanSteps
from writer_gui.state.plan_templates import PlanTemplates
from writer_gui.state.prompt_settings import PromptSettings
from writer_gui.state.record_files import RecordFiles, RecordKind
from writer_gui.state.review import ReviewState
from writer_gui.state.session_files import SessionFiles
from writer_gui.state.style import StyleState
from writer_gui.state.triplets import TripletsState
from writer_gui.state.versions import VersionsState

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from writer_gui.background.lane import Lane
    from writer_gui.state.desks import Desks
    from writer_gui.state.drafting import DraftingState
    from writer_gui.state.pricing import Pricing
    from writer_gui.writing.templates import Templates


@dataclass(frozen=True, slots=True)
class Workspace:
    """One desk: its texts, its steps, its versions, and what the model writes on it."""

    desk: DeskState
    steps: PlanSteps
    versions: VersionsState
    commands: WritingCommands
    following: Following
    triplets: TripletsState
    files: SessionFiles
    collection: CollectionState
    review: ReviewState
    triplet_files: RecordFiles
    candidates: CandidatesState
    prices: Pricing
    offering: Offering
    overview: OverviewState
    comparison: ComparisonState
    judging: JudgingState
    judging_sources: JudgingSources
    pair_files: RecordFiles
    pair_offers: PairOffers
    mixing: MixingState
    mix_tokens: MixTokens
    style: StyleState
    templates: PlanTemplates
    prompt_settings: PromptSettings
    contradictions: ContradictionsState


def build_workspace(
    lane: Lane,
    drafting: DraftingState,
    templates: Templates,
    desks: Desks,
    parent: QObject | None = None,
) -> Workspace:
    """Build a desk and the states that work on it; they live as long as the desk."""
    desk = DeskState(lane, desks, parent)
    versions = VersionsState(desk, lane, drafting)
    # Following first: a version must lie on the desk before commands go on from it.
    following = Following(desk, versions, drafting, lane)
    style, plan_templates = StyleState(desk), PlanTemplates(desk, versions, templates)
    commands = WritingCommands(desk, versions, drafting, style)
    triplets = TripletsState(desk, versions, lane)
    files = SessionFiles(desk)
    collection, review = CollectionState(lane, desk), ReviewState(lane, desk)
    comparison, judging = ComparisonState(desk, versions, lane), JudgingState(lane, desk)
    triplets.saved.connect(collection.refresh)
    candidates = CandidatesState(desk, versions, drafting)  # after following, which has the version
    triplet_files, mixing = RecordFiles(RecordKind.TRIPLETS, lane, desk), MixingState(lane, desk)
    mixing.notice.connect(triplet_files.notice)
    review.twin_wanted.connect(comparison.show_triplets)
    steps = PlanSteps(desk)
    return Workspace(
        desk,
        steps,
        versions,
        commands,
        following,
        triplets,
        files,
        collection,
        review,
        triplet_files,
        candidates,
        drafting.pricing,
        Offering(desk, commands, drafting, candidates, style),
        OverviewState(lane, desk),
        comparison,
        judging,
        JudgingSources(judging, desk, lane),
        RecordFiles(RecordKind.PAIRS, lane, desk),
        PairOffers(desk, triplets, comparison, lane),
        mixing,
        MixTokens(mixing, drafting.counting, desk),
        style,
        plan_templates,
        PromptSettings(desk, style, plan_templates, lane),
        ContradictionsState(desk, steps, commands, drafting),
    )
