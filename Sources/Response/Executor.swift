internal import AWS
package import Incidents

/// Makes the changes of a run, and unmakes them: every intent is journaled before its call, every outcome after it.
///
/// A process killed anywhere in between leaves intents without an outcome. The next process reads AWS for exactly
/// those, so that no change is made twice and none is lost.
package struct Executor: Sendable {
    private let properties: PropertyCatalogue
    private let session: WriteSession
    private let alerts: any AlertSender
    private var inspector: Inspector { Inspector(properties: properties, session: session.read) }

    package init(
        properties: PropertyCatalogue,
        session: WriteSession,
        alerts: any AlertSender
    ) {
        self.properties = properties
        self.session = session
        self.alerts = alerts
    }

    /// Opens the session ahead of the first change.
    package func prepared() async { _ = await session.read.prepared() }

    // MARK: - Apply

    /// Carries out the incident's open run from where it stands to its end.
    ///
    /// - Parameter planned: whether the plan was made a moment ago. If not, every change is read before it is made: the
    ///   world may have moved on since.
    package func run(_ journal: inout Journal, planned: Planned) async throws {
        guard let run = journal.incident.openRun else { return }
        var success = run.steps.values.allSatisfy(\.success)
        let steps = run.plan.steps.filter { run.steps[$0.id] == nil }
        for (index, step) in steps.enumerated() {
            let (failure, outcomes) = try await perform(step, of: run.plan.run, planned, &journal)
            success = success && failure == nil
            let finished = EventBody.stepFinished(
                .init(run: run.plan.run, step: step.id, success: failure == nil, error: failure)
            )
            if failure != nil, step.onFailure == .rollback {
                // In one append: a process killed here must not go on with the next step.
                try await journal.append(outcomes + [finished, .rollbackStarted(journal.incident.undoing(run, step))])
                return try await finishRollback(&journal)
            }
            guard index + 1 < steps.count, failure == nil || step.onFailure == .continue else {
                return try await journal.append(
                    outcomes + [finished, .runFinished(.init(run: run.plan.run, success: success))]
                )
            }
            try await journal.append(outcomes + [finished])
        }
        try await journal.append(.runFinished(.init(run: run.plan.run, success: success)))
    }

    /// When the plan that is carried out was made.
    package enum Planned: Sendable { case now, earlier }

    /// Carries out one step. Tells why it did not do all it is for, if so, and what of its changes is still to be recorded.
    private func perform(
        _ step: PlannedStep,
        of run: Int,
        _ planned: Planned,
        _ journal: inout Journal
    ) async throws -> (failure: String?, outcomes: [EventBody]) {
        var made: [Attempt] = []
        for wave in step.changes.waves {
            let attempts = try await apply(wave, planned, after: made, &journal)
            made += attempts.filter(\.isMade)
            try await journal.append(attempts.compactMap { $0.settled(.apply) }.map { .changeDone($0) })
        }
        let checks = await check(made.map(\.change), hold: \.after).map { $0.done(.apply) }
        var failures = step.failure.map { [$0] } ?? []
        let settled = step.changes.compactMap { journal.incident.record(of: $0.id)?.applied } + checks
        failures += settled.filter(\.outcome.isFailure).map { done in
            let summary = step.changes.first { $0.id == done.change }?.summary ?? done.change
            return "\(summary): \(done.error ?? "failed")"
        }
        if let failure = try await journal.sendAlert(of: step, in: run, by: alerts) { failures.append(failure) }
        return (failures.isEmpty ? nil : failures.joined(separator: "; "), checks.map { .changeDone($0) })
    }

    /// Makes the changes of one wave, side by side, those left over from a killed process only as far as they need it.
    private func apply(
        _ wave: [Change],
        _ planned: Planned,
        after earlier: [Attempt],
        _ journal: inout Journal
    ) async throws -> [Attempt] {
        let open = wave.filter { journal.incident.record(of: $0.id)?.applied == nil }
        let begun = Set(open.map(\.id).filter { journal.incident.record(of: $0)?.pending == .apply })
        try await journal.append(
            open.filter { !begun.contains($0.id) }.map {
                .changeIntended(.init(change: $0.id, direction: .apply))
            }
        )
        let incident = journal.incident
        let known = Dictionary(uniqueKeysWithValues: earlier.map { ($0.change.id, $0.outputs) })
        let failed = Set(incident.records.filter { $0.applied?.outcome.isFailure == true }.map(\.change.id))
        return await concurrently(open) { change in
            await attempt(change) { change in
                if let needed = change.references(in: change.after).first(where: { failed.contains($0.change) }) {
                    return .skipped("it needs \(needed.change), which failed")
                }
                // The way can be done without: connections stay open, and the change that failed is the step's failure.
                if change.references(in: change.via ?? .null).contains(where: { failed.contains($0.change) }) {
                    change.via = nil
                }
                change = try await inspector.resolve(change, incident, known: known)
                let property = try properties[change.kind]
                var from = Holding.before
                if planned == .earlier || begun.contains(change.id) {
                    from = property.holding(change, try await property.read(change, in: session.read).state)
                }
                switch from {
                case .after: return begun.contains(change.id) ? .made([:]) : .already
                case .neither: return .drifted
                case .before:
                    if let via = change.via { _ = try await set(change, to: via, property) }
                case .via: break
                }
                do {
                    return .made(try await set(change, to: change.after, property))
                } catch  where change.via != nil {
                    // Never left half-way: the way leads through an open door.
                    _ = try await set(change, to: change.before, property)
                    throw ResponseError("\(error); it was put back as it was")
                }
            }
        }
    }

    /// Sets a property. When the answer is lost, reading tells whether it was set, or stopped half-way and goes on.
    private func set(
        _ change: Change,
        to state: JSONValue,
        _ property: any Property
    ) async throws -> [String: String] {
        do {
            return try await property.set(change, to: state, in: session)
        } catch let error as AWSError where error.mayHaveTakenEffect {
            let now = try await property.read(change, in: session.read)
            if property.same(now.state, state) { return now.outputs }
            guard property.holding(change, now.state) == .via else { throw error }
            return try await property.set(change, to: state, in: session)
        }
    }

    // MARK: - Undo

    /// Carries out the incident's open rollback from where it stands to its end.
    package func finishRollback(_ journal: inout Journal) async throws {
        guard let rollback = journal.incident.openRollback else { return }
        for batch in journal.incident.left(of: rollback).undoBatches {
            try await undo(batch, force: rollback.force, &journal)
        }
        var events: [EventBody] = [.rollbackFinished(.init(success: journal.incident.left(of: rollback).isEmpty))]
        if let run = journal.incident.runs.last, run.gate?.verdict == .apply, run.finished == nil {
            events.append(.runFinished(.init(run: run.plan.run, success: false)))
        }
        try await journal.append(events)
    }

    private func undo(_ batch: [Change], force: Bool, _ journal: inout Journal) async throws {
        let kept = batch.filter { $0.kept != nil }
        let incident = journal.incident
        let looks = await concurrently(batch.filter { $0.kept == nil }) { await inspector.look(at: $0, incident) }
        var settled: [EventBody.ChangeDone] = kept.map {
            .init(change: $0.id, direction: .undo, outcome: .kept, error: $0.kept)
        }
        var pending: [Change] = []
        for (change, finding) in looks {
            switch finding {
            case .holds(.before, let state):
                settled.append(.init(change: change.id, direction: .undo, outcome: .already, state: state))
            case .holds(.neither, let state) where !force:
                settled.append(
                    .init(
                        change: change.id,
                        direction: .undo,
                        outcome: .drifted,
                        state: state,
                        error: "somebody else changed it since: it is \(state.canonical), Cordon had set "
                            + "\(change.after.canonical); left alone (--force sets it back all the same)"
                    )
                )
            case .holds: pending.append(change)
            case .gone(let why):
                settled.append(.init(change: change.id, direction: .undo, outcome: .kept, error: why))
            case .unreadable(let why):
                settled.append(.init(change: change.id, direction: .undo, outcome: .failed, error: why))
            }
        }
        try await journal.append(
            settled.map { .changeDone($0) }
                + pending.map { .changeIntended(.init(change: $0.id, direction: .undo, force: force)) }
        )
        let attempts = await concurrently(pending) { change in
            await attempt(change) {
                do {
                    return .made(try await set($0, to: $0.before, properties[$0.kind]))
                } catch let error as AWSError where error.isNotFound && error.code != .groupNotFound {
                    // The resource, that is; a group to go back to that is gone is a failure.
                    return .kept("\($0.target) no longer exists: there is nothing to put back")
                }
            }
        }
        let checks = await check(attempts.filter(\.isMade).map(\.change), hold: \.before)
        try await journal.append(
            (attempts.compactMap { $0.settled(.undo) } + checks.map { $0.done(.undo) }).map { .changeDone($0) }
        )
    }

    // MARK: - Reading back

    /// Reads changes back until each holds the state wanted, for a while.
    private func check(_ changes: [Change], hold wanted: any KeyPath<Change, JSONValue> & Sendable) async -> [Check] {
        await concurrently(changes) { change in
            var last = Reading(.null)
            var problem = ""
            for wait in Self.patience {
                do {
                    if wait > .zero { try await session.pause(wait) }
                    let property = try properties[change.kind]
                    last = try await property.read(change, in: session.read)
                    if property.same(last.state, change[keyPath: wanted]) {
                        return Check(change: change, reading: last, error: nil)
                    }
                    problem = "read back as \(last.state.canonical)"
                } catch {
                    problem = "could not be read back: \(error)"
                }
            }
            return Check(change: change, reading: last, error: problem)
        }
    }

    /// How long a change may take to show when it is read back: IAM is eventually consistent.
    private static let patience: [Duration] = [.zero, .milliseconds(200), .seconds(1), .seconds(3)]

    private struct Check: Sendable {
        var change: Change
        var reading: Reading
        var error: String?

        func done(_ direction: Direction) -> EventBody.ChangeDone {
            .init(
                change: change.id,
                direction: direction,
                outcome: error == nil ? .done : .failed,
                outputs: reading.outputs,
                state: reading.state,
                error: error
            )
        }
    }

    /// A change and what came of trying it.
    private struct Attempt: Sendable {
        enum Result: Sendable {
            /// The calls went through, with these outputs; reading back will tell.
            case made([String: String])
            case already
            case drifted
            case skipped(String)
            case kept(String)
            case failed(String)
        }

        var change: Change
        var result: Result

        var isMade: Bool { if case .made = result { true } else { false } }
        var outputs: [String: String] { if case .made(let outputs) = result { outputs } else { [:] } }

        /// The outcome, when there is nothing to read back.
        func settled(_ direction: Direction) -> EventBody.ChangeDone? {
            switch result {
            case .made: nil
            case .already: .init(change: change.id, direction: direction, outcome: .already)
            case .drifted:
                .init(
                    change: change.id,
                    direction: direction,
                    outcome: .drifted,
                    error: "somebody else changed it since it was planned; it is left as it is"
                )
            case .skipped(let reason):
                .init(change: change.id, direction: direction, outcome: .skipped, error: reason)
            case .kept(let reason): .init(change: change.id, direction: direction, outcome: .kept, error: reason)
            case .failed(let error): .init(change: change.id, direction: direction, outcome: .failed, error: error)
            }
        }
    }

    private func attempt(_ change: Change, _ body: (inout Change) async throws -> Attempt.Result) async -> Attempt {
        var change = change
        do {
            let result = try await body(&change)
            return Attempt(change: change, result: result)
        } catch let kept as Kept {
            return Attempt(change: change, result: .kept(kept.reason))
        } catch {
            return Attempt(change: change, result: .failed(String(describing: error)))
        }
    }
}

extension Incident {
    /// The changes of a rollback that may still be in place, in its order.
    fileprivate func left(of rollback: EventBody.RollbackStarted) -> [Change] {
        rollback.changes.compactMap { record(of: $0) }.filter(\.mayBeInPlace).map(\.change)
    }

    /// The undo of what a run changed, since one of its steps failed that says so.
    fileprivate func undoing(_ run: Run, _ step: PlannedStep) -> EventBody.RollbackStarted {
        let ofThisRun = Set(run.plan.changes.map(\.id))
        return .init(
            reason: "step \(step.id) failed",
            requested: false,
            force: false,
            changes: undoable.map(\.change.id).filter(ofThisRun.contains)
        )
    }
}

extension [Change] {
    /// The changes by wave, in order.
    var waves: [[Change]] {
        Dictionary(grouping: self, by: \.wave).sorted { $0.key < $1.key }.map(\.value)
    }

    /// Newest first, neighbours of one kind and wave together: what may be undone side by side. Two kinds of one wave
    /// are not undone together, so that what was planned first (the tags that remember the original state) goes last.
    var undoBatches: [[Change]] {
        var batches: [[Change]] = []
        for change in self {
            if let last = batches.last?.last, last.kind == change.kind, last.wave == change.wave,
                last.step == change.step
            {
                batches[batches.count - 1].append(change)
            } else {
                batches.append([change])
            }
        }
        return batches
    }
}

extension Change {
    /// The part of the id that names the run and step.
    fileprivate var step: Substring { id[..<(id.lastIndex(of: "/") ?? id.startIndex)] }

    struct OutputReference: Hashable {
        var text: String
        var change: String
        var name: String
    }

    /// The `${CHANGE.NAME}` references in this change's states.
    var references: Set<OutputReference> { references(in: after).union(references(in: via ?? .null)) }

    /// The references in one state.
    func references(in state: JSONValue) -> Set<OutputReference> {
        var found: Set<OutputReference> = []
        _ = state.mapStrings { text in
            if text.hasPrefix("${"), text.hasSuffix("}"), let dot = text.lastIndex(of: ".") {
                let change = text[text.index(text.startIndex, offsetBy: 2)..<dot]
                let name = text[text.index(after: dot)...].dropLast()
                found.insert(OutputReference(text: text, change: String(change), name: String(name)))
            }
            return text
        }
        return found
    }

    func replacing(_ outputs: [String: String]) -> Change {
        guard !outputs.isEmpty else { return self }
        var change = self
        change.after = after.mapStrings { outputs[$0] ?? $0 }
        change.via = via?.mapStrings { outputs[$0] ?? $0 }
        return change
    }
}
