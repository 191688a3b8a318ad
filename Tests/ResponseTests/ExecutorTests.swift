import AWS
import Foundation
import Incidents
import Response
import Store
import Testing
import Transport

@Suite struct ExecutorTests {
    let world = World(["a": "old-a", "b": "old-b", "c": "old-c"])
    let log: any IncidentLog
    let incident = IncidentID(rawValue: "inc-0123456789abcdef")!

    init() throws { log = try SQLiteIncidentLog.inMemory() }

    private func change(_ id: String, wave: Int = 0, via: JSONValue? = nil) -> Change {
        Change(
            id: "1/s/\(id)",
            kind: "test.value",
            target: Sample.target(id),
            before: .string("old-\(id)"),
            via: via,
            after: .string("new-\(id)"),
            wave: wave,
            summary: id
        )
    }

    private func step(_ id: String, _ changes: [Change], _ onFailure: OnFailure = .stop) -> PlannedStep {
        PlannedStep(id: id, action: "tag_resource", onFailure: onFailure, changes: changes)
    }

    private func executor() -> Executor {
        let client = AWSClient(transport: Unreachable())
        let credentials = StaticCredentials(.init(accessKeyID: "AKIA", secretAccessKey: "none"))
        let read = ReadSession(account: Sample.account) { region in
            client.reader(account: "222222222222", region: region.rawValue, credentials: credentials)
        }
        let session = WriteSession(read: read, pause: { _ in }) { region in
            client.writer(account: "222222222222", region: region.rawValue, credentials: credentials)
        }
        return Executor(
            properties: PropertyCatalogue([WorldProperty(world: world)]),
            session: session,
            alerts: Outbox()
        )
    }

    private struct Unreachable: HTTPTransport {
        func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPResponse {
            throw TransportError(
                code: .other,
                message: "no network in this test",
                host: "",
                requestMayHaveBeenSent: false
            )
        }
    }

    private func journal(_ log: any IncidentLog) async throws -> Journal {
        try await Journal(incident, log: log, actor: "test", now: { Sample.time }, observer: { _ in })
    }

    /// Starts a run of the plan, as a responder would, and carries it out.
    private func run(_ steps: [PlannedStep], on log: any IncidentLog) async throws -> Incident {
        var journal = try await journal(log)
        let fresh = journal.incident.runs.isEmpty
        if fresh {
            let plan = Plan(run: 1, playbook: "test", steps: steps, verified: true)
            try await journal.append([
                .planned(.init(plan)),
                .gated(.init(verdict: .apply, mode: .enforce, reasons: [])),
            ])
        }
        try await executor().finishRollback(&journal)
        try await executor().run(&journal, planned: fresh ? .now : .earlier)
        return journal.incident
    }

    private func rollback(force: Bool = false, on log: any IncidentLog) async throws -> Incident {
        var journal = try await journal(log)
        if journal.incident.openRollback == nil {
            try await journal.append(
                .rollbackStarted(
                    .init(
                        reason: "requested",
                        requested: true,
                        force: force,
                        changes: journal.incident.undoable.map(\.change.id)
                    )
                )
            )
        }
        try await executor().finishRollback(&journal)
        return journal.incident
    }

    @Test func everyChangeIsMadeOnceAndReadBack() async throws {
        let incident = try await run([step("s", [change("a"), change("b", wave: 1)])], on: log)
        #expect(incident.status == .contained)
        #expect(world["a"] == "new-a")
        #expect(world.calls == [#"a="new-a""#, #"b="new-b""#])
        #expect(incident.records.allSatisfy { $0.applied?.outcome == .done && $0.applied?.state == $0.change.after })
    }

    @Test func aChangeWithAWayPassesThroughItGoingOutButNotComingBack() async throws {
        _ = try await run([step("s", [change("a", via: "open")])], on: log)
        #expect(world.calls == [#"a="open""#, #"a="new-a""#])
        _ = try await rollback(on: log)
        #expect(world.calls.last == #"a="old-a""#)
        #expect(world.calls.count == 3)
    }

    @Test func anAnswerThatAllWentWellIsNotBelievedWhenReadingBackShowsOtherwise() async throws {
        world.ignore("a")
        let incident = try await run([step("s", [change("a")])], on: log)
        #expect(incident.status == .failed)
        #expect(incident.records[0].applied?.outcome == .failed)
        #expect(incident.runs[0].steps["s"]?.error?.contains("read back as") == true)
    }

    @Test func laterStepsAreLeftOutWhenAStepThatStopsFails() async throws {
        world.fail("a")
        let incident = try await run(
            [step("s", [change("a")], .stop), step("t", [change("c")])],
            on: log
        )
        #expect(incident.status == .failed)
        #expect(world["c"] == "old-c")
    }

    @Test func aChangeThatNeedsOneThatFailedIsNotMadeAndOthersAre() async throws {
        world.fail("a")
        var needing = change("b", wave: 1)
        needing.after = ["${1/s/a.id}"]
        let incident = try await run([step("s", [change("a"), needing, change("c", wave: 1)])], on: log)
        #expect(incident.status == .failed)
        #expect(world["b"] == "old-b")
        #expect(world["c"] == "new-c")
    }

    @Test func aPlanMadeEarlierIsNotCarriedOutOverWhatSomebodyElseDidSince() async throws {
        var journal = try await journal(log)
        let plan = Plan(run: 1, playbook: "test", steps: [step("s", [change("a"), change("b")])], verified: true)
        try await journal.append([
            .planned(.init(plan)),
            .gated(.init(verdict: .apply, mode: .enforce, reasons: [])),
        ])
        world["a"] = "somebody else's"
        world["b"] = "new-b"
        let incident = try await run([], on: log)
        #expect(world.calls.isEmpty)
        #expect(incident.records.map { $0.applied?.outcome } == [.drifted, .already])
        #expect(incident.undoable.isEmpty)
    }

    @Test func theNextStepIsCarriedOutWhenAStepThatContinuesFails() async throws {
        world.fail("a")
        let incident = try await run([step("s", [change("a")], .continue), step("t", [change("c")])], on: log)
        #expect(incident.status == .failed)
        #expect(world["c"] == "new-c")
    }

    @Test func aStepThatRollsBackUndoesWhatTheRunDidAndNothingElse() async throws {
        world.fail("b")
        let incident = try await run(
            [step("s", [change("a")]), step("t", [change("b")], .rollback), step("u", [change("c")])],
            on: log
        )
        #expect(world["a"] == "old-a")
        #expect(world["c"] == "old-c")
        #expect(incident.undoable.isEmpty)
        #expect(incident.runs[0].finished?.success == false)
    }

    @Test func whatSomebodyElseChangedSinceIsLeftAloneUnlessForced() async throws {
        _ = try await run([step("s", [change("a"), change("b")])], on: log)
        world["a"] = "somebody else's"
        let drifted = try await rollback(on: log)
        #expect(drifted.status == .partlyRolledBack)
        #expect(world["a"] == "somebody else's")
        #expect(world["b"] == "old-b")
        let forced = try await rollback(force: true, on: log)
        #expect(forced.status == .rolledBack)
        #expect(world["a"] == "old-a")
    }

    @Test func aSecondRollbackFindsNothingToUndo() async throws {
        _ = try await run([step("s", [change("a")])], on: log)
        let first = try await rollback(on: log)
        #expect(first.undoable.isEmpty)
        let calls = world.calls.count
        _ = try await rollback(on: log)
        #expect(world.calls.count == calls)
    }

    @Test func aCallThatFailedIsLookedAtByUndoSinceItMayHaveTakenEffect() async throws {
        world.fail("a")
        _ = try await run([step("s", [change("a")])], on: log)
        world["a"] = "new-a"
        world.mend("a")
        let incident = try await rollback(on: log)
        #expect(world["a"] == "old-a")
        #expect(incident.status == .rolledBack)
    }

    @Test func aReferenceToAnEarlierChangesOutputIsFilledIn() async throws {
        var second = change("b", wave: 1)
        second.after = ["${1/s/a.id}"]
        let incident = try await run([step("s", [change("a"), second])], on: log)
        #expect(world["b"] == ["id-of-a"])
        #expect(incident.status == .contained)
        _ = try await rollback(on: log)
        #expect(world["b"] == "old-b")
    }

    @Test func evidenceIsKeptByUndo() async throws {
        var kept = change("a")
        kept.kept = "it is evidence"
        _ = try await run([step("s", [kept])], on: log)
        let incident = try await rollback(on: log)
        #expect(world["a"] == "new-a")
        #expect(incident.status == .rolledBack)
        #expect(incident.records[0].undone?.outcome == .kept)
    }

    @Test func aChangeOfALaterVersionIsRefusedAndNothingElseIsTouched() async throws {
        var unknown = change("a")
        unknown.kind = "quantum.state"
        let incident = try await run([step("s", [unknown])], on: log)
        #expect(incident.status == .failed)
        #expect(incident.records[0].applied?.error?.contains("later version") == true)
    }

    /// Dies after every possible number of appends, during apply and then during undo, and must come out the same.
    @Test(arguments: 0..<14) func aProcessKilledAnywhereIsFinishedByTheSameCommand(appends: Int) async throws {
        let steps = [
            step("s", [change("a", via: "open"), change("b")]), step("t", [change("c")]),
        ]
        _ = try? await run(steps, on: MortalLog(log: log, appends: .init(appends)))
        let incident = try await run(steps, on: log)
        #expect(incident.status == .contained)
        #expect(["a", "b", "c"].map { world[$0] } == ["new-a", "new-b", "new-c"])
        #expect(world.calls.sorted() == [#"a="new-a""#, #"a="open""#, #"b="new-b""#, #"c="new-c""#])
        #expect(incident.records.allSatisfy { $0.applied?.outcome == .done && $0.pending == nil })

        let before = world.calls.count
        _ = try? await rollback(on: MortalLog(log: log, appends: .init(appends)))
        let undone = try await rollback(on: log)
        #expect(["a", "b", "c"].map { world[$0] } == ["old-a", "old-b", "old-c"])
        #expect(world.calls.count == before + 3)
        #expect(undone.undoable.isEmpty)
        #expect(try await log.verify(incident.id).isIntact)
    }

    /// The same with a step that fails: what follows it must not be done, whenever the process dies.
    @Test(arguments: [OnFailure.stop, .rollback], 0..<10)
    func aProcessKilledAroundAStepThatFailsDoesNotGoOnToTheNext(onFailure: OnFailure, appends: Int) async throws {
        world.fail("b")
        let steps = [
            step("s", [change("a")]), step("t", [change("b")], onFailure), step("u", [change("c")]),
        ]
        _ = try? await run(steps, on: MortalLog(log: log, appends: .init(appends)))
        let incident = try await run(steps, on: log)
        #expect(world["c"] == "old-c")
        #expect(world["a"] == (onFailure == .rollback ? "old-a" : "new-a"))
        #expect(incident.runs[0].finished?.success == false)
        #expect(incident.openRollback == nil)
    }

    @Test func aChangeThatWasBegunAndWhoseUndoFailedIsNotForgotten() async throws {
        var journal = try await journal(log)
        let plan = Plan(run: 1, playbook: "test", steps: [step("s", [change("a")])], verified: true)
        try await journal.append([
            .planned(.init(plan)),
            .gated(.init(verdict: .apply, mode: .enforce, reasons: [])),
            .changeIntended(.init(change: "1/s/a", direction: .apply)),
        ])
        world["a"] = "new-a"
        world.fail("a")
        let failed = try await rollback(on: log)
        #expect(failed.status == .partlyRolledBack)
        #expect(failed.undoable.map(\.change.id) == ["1/s/a"])
        world.mend("a")
        let undone = try await rollback(on: log)
        #expect(undone.status == .rolledBack)
        #expect(world["a"] == "old-a")
    }

    @Test func aChangeIsNeverLeftHalfWay() async throws {
        world.refuse("new-a")
        let incident = try await run([step("s", [change("a", via: "open")])], on: log)
        #expect(world["a"] == "old-a")
        #expect(incident.status == .failed)
        #expect(incident.records[0].applied?.error?.contains("put back") == true)
    }

    @Test func aWayThatCannotBeMadeIsDoneWithout() async throws {
        world.fail("a")
        var swap = change("b", wave: 1)
        swap.via = ["${1/s/a.id}"]
        let incident = try await run([step("s", [change("a"), swap])], on: log)
        #expect(world["b"] == "new-b")
        #expect(!world.calls.contains { $0.hasPrefix("b=[") })
        #expect(incident.status == .failed)
    }

    @Test func aProcessKilledInTheMiddleOfASwapGoesOnFromThere() async throws {
        var journal = try await journal(log)
        let plan = Plan(
            run: 1,
            playbook: "test",
            steps: [step("s", [change("a", via: "open")])],
            verified: true
        )
        try await journal.append([
            .planned(.init(plan)),
            .gated(.init(verdict: .apply, mode: .enforce, reasons: [])),
            .changeIntended(.init(change: "1/s/a", direction: .apply)),
        ])
        world["a"] = "open"
        let incident = try await run([], on: log)
        #expect(world["a"] == "new-a")
        #expect(world.calls == [#"a="new-a""#])
        #expect(incident.status == .contained)
    }

    @Test func aChangeBegunAndThenMadeOtherwiseBySomebodyElseIsNotForced() async throws {
        var journal = try await journal(log)
        let plan = Plan(run: 1, playbook: "test", steps: [step("s", [change("a")])], verified: true)
        try await journal.append([
            .planned(.init(plan)),
            .gated(.init(verdict: .apply, mode: .enforce, reasons: [])),
            .changeIntended(.init(change: "1/s/a", direction: .apply)),
        ])
        world["a"] = "somebody else's"
        let incident = try await run([], on: log)
        #expect(world.calls.isEmpty)
        #expect(incident.status == .failed)
    }
}
