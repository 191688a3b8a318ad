import Incidents
import Testing

@testable import Policies

struct DecisionTests {
    static let playbook =
        "kind: playbook\nname: p\nmatch: {}\nsteps: [{action: quarantine_s3}, {action: trigger_forensics}]\n---\n"

    private func policy(_ name: String, _ match: String, _ mode: String, _ more: String = "") -> String {
        "kind: account-policy\nname: \(name)\nmatch: \(match)\nmode: \(mode)\n\(more)\n---\n"
    }

    @Test(arguments: [
        (10.0, ResponseLevel.critical), (7, .critical), (6.9, .high), (4, .high), (3.9, .medium), (1, .medium),
        (0.9, .low), (0, .low),
    ])
    func theStandardMatrixGivesEverySeverityALevel(severity: Double, level: ResponseLevel) throws {
        #expect(try parse("").level(of: severity) == level)
    }

    @Test func thresholdsAreData() throws {
        let set = try parse("kind: response-matrix\nlevels: {CRITICAL: 9.5, HIGH: 9, MEDIUM: 8.5, LOW: 0}")
        #expect([9.5, 9.4, 8.9, 8.4].map { set.level(of: $0) } == [.critical, .high, .medium, .low])
    }

    @Test func theStrictestModeWinsWhateverTheOrder() throws {
        let lax = policy("lax", "{}", "enforce", "break_glass: ['arn:aws:iam::*:role/A']")
        let strict = policy("strict", "{environment: prod}", "dry-run", "break_glass: ['arn:aws:iam::*:role/B']")
        for documents in [lax + strict, strict + lax] {
            let set = try parse(documents)
            #expect(set.decision(for: .make()).mode == .dryRun)
            #expect(
                Set(set.decision(for: .make()).breakGlass.map(\.pattern)) == [
                    "arn:aws:iam::*:role/A", "arn:aws:iam::*:role/B",
                ]
            )
            #expect(set.decision(for: .make(account: "222222222222")).mode == .enforce)
        }
    }

    @Test func cordonObservesWhereNoPolicyMatches() throws {
        let decision = try parse(Self.playbook + policy("dev", "{environment: dev}", "enforce")).decision(for: .make())
        #expect(decision.mode == .observe)
        #expect(decision.reasons.contains("no account policy matches account payments-prod (444444444444): observe"))
    }

    @Test func everyReasonNamesItsDocument() throws {
        let documents =
            Self.playbook + policy("prod", "{environment: prod}", "approve") + policy("all", "{}", "enforce")
        #expect(
            try parse(documents).decision(for: .make()).reasons == [
                "severity 8.0 is CRITICAL, from 7.0 on, by the standard response matrix",
                "account policy prod (p.yaml:6) allows approve",
                "account policy all (p.yaml:12) allows enforce; a stricter one decides",
                "playbook p (p.yaml:1) is the first that matches",
            ]
        )
    }

    @Test func anAccountThatIsNotListedHasNoModeAndNoPlaybook() throws {
        let decision = try parse(Self.playbook + policy("all", "{}", "enforce")).decision(
            for: .make(account: "555555555555")
        )
        #expect(decision.account == nil)
        #expect(decision.mode == nil)
        #expect(decision.playbook == nil)
        #expect(decision.level == .critical)
        #expect(decision.reasons.last == "account 555555555555 is not listed in the accounts files")
    }

    @Test func aRegionThatIsNotListedIsTreatedTheSame() throws {
        let decision = try parse(Self.playbook + policy("all", "{}", "enforce")).decision(
            for: .make(region: "eu-north-1")
        )
        #expect(decision.account == nil)
        #expect(decision.mode == nil)
        #expect(decision.playbook == nil)
        #expect(
            decision.reasons.last
                == "region eu-north-1 of account payments-prod (444444444444) is not listed (a.yaml:6)"
        )
    }

    @Test func theFirstPlaybookThatMatchesIsTakenInOrderOfFiles() throws {
        func playbook(_ name: String, _ match: String) -> SourceText {
            SourceText(
                name: name,
                text: "kind: playbook\nname: \(name)\nmatch: \(match)\nsteps: [{action: quarantine_s3}]"
            )
        }
        let set = try PolicySet.parse(
            policies: [playbook("p1", "{severity: '>=9'}"), playbook("p2", "{}"), playbook("p3", "{}")],
            accounts: [SourceText(name: "a", text: accountsFile)],
            references: References(environment: [:])
        )
        #expect(set.decision(for: .make()).playbook?.name == "p2")
        #expect(set.decision(for: .make(severity: 9)).playbook?.name == "p1")
    }

    @Test func deniedActionsAreLeftOutOfThePlaybook() throws {
        let denying = policy("careful", "{}", "enforce", "deny_actions: [quarantine_s3]")
        let decision = try parse(Self.playbook + policy("all", "{}", "enforce") + denying).decision(for: .make())
        #expect(decision.playbook?.steps.map(\.id) == ["trigger_forensics"])
        #expect(
            decision.reasons.last
                == "step quarantine_s3 is left out: account policy careful (p.yaml:12) denies quarantine_s3"
        )
    }

    @Test func withoutPlaybookThereIsNothingToDo() throws {
        let decision = try parse(policy("all", "{}", "enforce")).decision(for: .make())
        #expect(decision.playbook == nil)
        #expect(decision.reasons.last == "no playbook matches")
    }
}
