package import Foundation

/// An incident's present state: the fold of its log, and nothing that the log does not say.
package struct Incident: Sendable, Hashable {
    /// Where an incident stands.
    package enum Status: String, Codable, Sendable {
        /// Recorded; no plan was made or none may be carried out.
        case recorded
        /// Planned for show (mode `dry-run`).
        case planned
        /// A plan waits for people (mode `approve`).
        case waiting
        /// A run was started and has not finished.
        case responding
        case contained
        /// A run finished with a step that failed.
        case failed
        /// An undo was started and has not finished.
        case rollingBack = "rolling_back"
        case rolledBack = "rolled_back"
        /// An undo finished that left something as it is: drifted or failed.
        case partlyRolledBack = "partly_rolled_back"
    }

    /// One plan and how far it got.
    package struct Run: Sendable, Hashable {
        package var plan: Plan
        package var hash: String
        package var level: ResponseLevel
        package var gate: EventBody.Gated?
        package var steps: [String: EventBody.StepFinished] = [:]
        package var finished: EventBody.RunFinished?
    }

    /// A change and what became of it.
    package struct Record: Sendable, Hashable {
        package var change: Change
        /// What is being done right now, or was when the process died: an intent that has no outcome yet.
        package var pending: Direction?
        /// Whether making it was ever intended: from then on it may stand, whatever became of the process.
        package var begun = false
        package var applied: EventBody.ChangeDone?
        package var undone: EventBody.ChangeDone?

        /// Whether AWS may hold this change because of us, so that undo has to look at it.
        ///
        /// A failed call counts: its answer may have been lost after it took effect.
        package var mayBeInPlace: Bool {
            switch undone?.outcome {
            case .done, .already, .kept: return false
            case .failed, .drifted, .skipped, nil: break
            }
            return switch applied?.outcome {
            case .done, .failed: true
            case .already, .drifted, .skipped, .kept: false
            case nil: begun
            }
        }
    }

    package let id: IncidentID
    /// The sequence number of the last event; 0 before the first.
    package private(set) var sequence = 0
    package private(set) var openedAt: Date?
    package private(set) var updatedAt: Date?
    /// The latest version of the finding.
    package private(set) var finding: EventBody.FindingReceived?
    package private(set) var runs: [Run] = []
    /// Every change of every run, in the order planned.
    package private(set) var records: [Record] = []
    package private(set) var alerts: [EventBody.AlertSent] = []
    package private(set) var gate: EventBody.Gated?
    package private(set) var rollback: EventBody.RollbackStarted?
    package private(set) var rollbackFinished: EventBody.RollbackFinished?
    package private(set) var status = Status.recorded

    package init(id: IncidentID) { self.id = id }

    package init(id: IncidentID, events: some Sequence<Event>) {
        self.id = id
        for event in events { apply(event) }
    }

    /// The record of a change; nil when no plan holds it.
    package func record(of change: String) -> Record? { records.first { $0.change.id == change } }

    /// The run that was let through and has not finished; a killed process left it so.
    package var openRun: Run? {
        guard let run = runs.last, run.gate?.verdict == .apply, run.finished == nil, rollback == nil else { return nil }
        return run
    }

    /// The undo that was started and has not finished.
    package var openRollback: EventBody.RollbackStarted? { rollbackFinished == nil ? rollback : nil }

    /// The changes that undo has to look at, newest first.
    package var undoable: [Record] { records.reversed().filter(\.mayBeInPlace) }

    /// Takes one event in. Events come in order; unknown ones only move the sequence on.
    package mutating func apply(_ event: Event) {
        sequence = event.sequence
        openedAt = openedAt ?? event.at
        updatedAt = event.at
        switch event.body {
        case .findingReceived(let body): finding = body
        case .planned(let body):
            runs.append(Run(plan: body.plan, hash: body.hash, level: finding?.level ?? .low))
            records += body.plan.changes.map { Record(change: $0) }
            gate = nil
        case .gated(let body):
            gate = body
            if !runs.isEmpty, runs[runs.count - 1].gate == nil { runs[runs.count - 1].gate = body }
            status =
                switch body.verdict {
                case .apply: .responding
                case .record: .recorded
                case .show: .planned
                case .wait: .waiting
                }
            if body.verdict == .apply {
                rollback = nil
                rollbackFinished = nil
            }
        case .changeIntended(let body):
            update(body.change) { record in
                record.pending = body.direction
                if body.direction == .apply { record.begun = true }
            }
        case .changeDone(let body):
            update(body.change) { record in
                record.pending = nil
                switch body.direction {
                case .apply: record.applied = body
                case .undo: record.undone = body
                }
            }
        case .stepFinished(let body):
            if let index = runs.firstIndex(where: { $0.plan.run == body.run }) { runs[index].steps[body.step] = body }
        case .runFinished(let body):
            if let index = runs.firstIndex(where: { $0.plan.run == body.run }) { runs[index].finished = body }
            if rollback == nil { status = body.success ? .contained : .failed }
        case .rollbackStarted(let body):
            rollback = body
            rollbackFinished = nil
            status = .rollingBack
        case .rollbackFinished(let body):
            rollbackFinished = body
            status = body.success && undoable.isEmpty ? .rolledBack : .partlyRolledBack
        case .alertSent(let body): alerts.append(body)
        case .unknown: break
        }
    }

    private mutating func update(_ change: String, _ body: (inout Record) -> Void) {
        guard let index = records.lastIndex(where: { $0.change.id == change }) else { return }
        body(&records[index])
    }
}
