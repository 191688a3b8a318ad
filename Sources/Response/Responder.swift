internal import AWS
package import Incidents
package import Policies

/// The way of a finding: record it, decide, plan, gate, apply. The way back is in `Responder+Rollback.swift`.
package struct Responder: Sendable {
    let log: any IncidentLog
    let policies: PolicySet
    let access: any AccountAccess
    let alerts: any AlertSender
    let properties: PropertyCatalogue
    let surroundings: Surroundings

    package init(
        log: any IncidentLog,
        policies: PolicySet,
        access: any AccountAccess,
        alerts: any AlertSender,
        properties: PropertyCatalogue = .aws,
        surroundings: Surroundings
    ) {
        self.log = log
        self.policies = policies
        self.access = access
        self.alerts = alerts
        self.properties = properties
        self.surroundings = surroundings
    }

    /// Responds to a finding: the one way in, for a new finding, one delivered again, one that got worse, and one whose
    /// response was cut off.
    ///
    /// - Throws: `IncidentLogError` when what happens could not be recorded, `ResponseError` when no session could be
    ///   opened. What AWS refuses is in the report.
    package func respond(to finding: Finding, _ options: RespondOptions) async throws -> ResponseReport {
        let decision = policies.decision(for: finding)
        let gate = Gate(decision, finding, options)
        if options.dryRun { return try await preview(finding, decision, gate, options) }
        return try await log.withExclusiveAccess(to: finding.incident) {
            var journal = try await journal(finding.incident)
            let next = next(for: journal.incident, decision.level, gate.ruling, options)
            try await journal.record(finding, decision.level)
            switch next {
            case .nothing: break
            case .resume:
                let executor = try executor(finding.accountID, finding.region, journal.incident)
                try await executor.finishRollback(&journal)
                try await executor.run(&journal, planned: .earlier)
            case .start(let run):
                try await start(run, finding, decision, gate, &journal)
            }
            try await sendWaitingAlerts(&journal)
            return ResponseReport(journal.incident, finding, note: next.note)
        }
    }

    func journal(_ incident: IncidentID) async throws -> Journal {
        try await Journal(
            incident,
            log: log,
            actor: surroundings.actor,
            now: surroundings.now,
            observer: surroundings.observer
        )
    }

    // MARK: - What comes next

    private enum Next {
        case nothing(String)
        case resume
        case start(run: Int)

        var note: String? { if case .nothing(let why) = self { why } else { nil } }
    }

    private func next(
        for incident: Incident,
        _ level: ResponseLevel,
        _ ruling: EventBody.Gated,
        _ options: RespondOptions
    ) -> Next {
        if let rollback = incident.openRollback {
            return rollback.requested
                ? .nothing("a rollback was cut off; finish it with: cordon rollback \(incident.id)") : .resume
        }
        if incident.openRun != nil {
            return ruling.verdict == .apply
                ? .resume
                : .nothing(
                    "a response was cut off and is not carried on, since now: \(ruling.reasons.joined(separator: "; ")). "
                        + "Undo what it did with: cordon rollback \(incident.id)"
                )
        }
        let another = Next.start(run: incident.lastRun + 1)
        let answered = incident.runs.last?.level ?? incident.finding?.level
        let worse = answered.map { level > $0 } ?? true
        if options.again || worse { return another }
        switch incident.status {
        case .recorded, .planned, .waiting:
            return incident.gate?.verdict == ruling.verdict
                ? .nothing("this finding was recorded already, and nothing has changed since") : another
        case .responding, .failed:
            // Not all of it stands: a fresh plan leaves out what is in place already.
            return another
        case .contained, .rollingBack, .rolledBack, .partlyRolledBack:
            return .nothing(
                incident.status == .contained
                    ? "this finding was responded to already"
                    : "the response to this finding was rolled back; --again responds anew"
            )
        }
    }

    // MARK: - A run

    /// Plans, records plan and ruling, and carries the plan out if that is the ruling.
    private func start(
        _ run: Int,
        _ finding: Finding,
        _ decision: Decision,
        _ gate: Gate,
        _ journal: inout Journal
    ) async throws {
        // An observed account is not read: people are told, no more.
        let steps = gate.ruling.verdict == .record ? gate.steps.filter { $0.work == nil } : gate.steps
        guard let account = decision.account, let playbook = decision.playbook, !steps.isEmpty else {
            return try await journal.append(.gated(gate.ruling))
        }
        let planner = try planner(account, decision, steps, finding, offline: false)
        let executor = gate.ruling.verdict == .apply ? try executor(account, finding, steps) : nil
        // The session that writes is opened while the plan is made: one round trip less on the way to isolation.
        async let opened: Void? = executor?.prepared()
        let plan = await planner.plan(steps, of: playbook.name, run: run, finding: finding)
        await opened
        try await journal.append([.planned(try .init(plan)), .gated(gate.ruling)])
        try await executor?.run(&journal, planned: .now)
    }

    /// Sends what a plan that is not carried out has to tell: an observed account's alerts, a plan that waits.
    private func sendWaitingAlerts(_ journal: inout Journal) async throws {
        guard let run = journal.incident.runs.last, let ruling = run.gate, ruling.verdict != .apply else { return }
        for step in run.plan.steps {
            _ = try await journal.sendAlert(of: step, in: run.plan.run, by: alerts)
        }
    }

    /// What would be done, leaving no trace in AWS or in the log.
    private func preview(
        _ finding: Finding,
        _ decision: Decision,
        _ gate: Gate,
        _ options: RespondOptions
    ) async throws -> ResponseReport {
        let incident = try await journal(finding.incident).incident
        var plan: Plan?
        if let account = decision.account, let playbook = decision.playbook, !gate.steps.isEmpty {
            let planner = try planner(account, decision, gate.steps, finding, offline: options.offline)
            plan = await planner.plan(
                gate.steps,
                of: playbook.name,
                run: incident.lastRun + 1,
                finding: finding
            )
        }
        return ResponseReport(preview: plan, gate.ruling, decision.level, finding)
    }

    // MARK: - Sessions

    private func planner(
        _ account: Account,
        _ decision: Decision,
        _ steps: [Playbook.Step],
        _ finding: Finding,
        offline: Bool
    ) throws -> Planner {
        let reads = Planner.reads(steps, finding)
        return Planner(
            session: offline || reads.isEmpty
                ? nil : try access.read(account, in: finding.region, for: finding.incident, reads),
            spared: [Wildcard(account.role.rawValue)] + decision.breakGlass.map { $0.narrowed(to: account.role) },
            receivers: policies.notifications,
            now: surroundings.now()
        )
    }

    private func executor(_ account: Account, _ finding: Finding, _ steps: [Playbook.Step]) throws -> Executor {
        try executor(account, finding.region, finding.incident, Planner.writes(steps, finding, properties))
    }

    /// Throws `Refusal` for an account that is not listed.
    func listed(_ id: AccountID) throws -> Account {
        guard let account = policies.accounts.account(id) else {
            throw Refusal("account \(id) is not listed in the accounts files: Cordon does nothing in it")
        }
        return account
    }

    /// An executor for what an incident's log already holds.
    func executor(_ id: AccountID, _ region: Region, _ incident: Incident) throws -> Executor {
        let account = try listed(id)
        return try executor(account, region, incident.id, operations(of: incident))
    }

    /// Every operation that reading and setting an incident's changes may send.
    func operations(of incident: Incident) throws -> [any AWSOperation.Type] {
        try Set(incident.records.map(\.change.kind)).flatMap { try properties[$0].operations }
    }

    private func executor(
        _ account: Account,
        _ region: Region,
        _ incident: IncidentID,
        _ operations: [any AWSOperation.Type]
    ) throws -> Executor {
        Executor(
            properties: properties,
            session: try access.write(account, in: region, for: incident, operations),
            alerts: alerts
        )
    }
}

extension Incident {
    /// The number of the latest run; 0 before the first.
    var lastRun: Int { runs.last?.plan.run ?? 0 }
}

extension Journal {
    /// Appends the finding, unless this very version of it is recorded.
    mutating func record(_ finding: Finding, _ level: ResponseLevel) async throws {
        let body = EventBody.FindingReceived(finding, level: level)
        if body != incident.finding { try await append(.findingReceived(body)) }
    }
}

extension Wildcard {
    /// The pattern of an ARN with the account and partition of `role` in place of wildcards: a break-glass role is one of
    /// the account's own, and a stranger's role of the same name is not spared.
    func narrowed(to role: ARN) -> Wildcard {
        var fields = pattern.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        guard fields.count == 6 else { return self }
        if fields[1].contains(where: { "*?".contains($0) }) { fields[1] = role.partition.rawValue }
        if fields[4].contains(where: { "*?".contains($0) }) { fields[4] = role.account }
        return Wildcard(fields.joined(separator: ":"))
    }
}
