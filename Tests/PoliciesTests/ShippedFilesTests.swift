import Foundation
import Incidents
import Testing

@testable import Policies

/// What comes with Cordon: `policies/`, `accounts/`, the examples of `docs/policies.md`, and the schemas.
struct ShippedFilesTests {
    private func shipped(environment: [String: String] = [:]) throws -> PolicySet {
        try PolicySet.load(
            policies: [repository.appending(path: "policies").path],
            accounts: [repository.appending(path: "accounts").path],
            references: References(environment: environment)
        )
    }

    @Test func everythingLoadsWithoutAnyEnvironment() throws {
        let set = try shipped()
        #expect(set.accounts.accounts.map(\.id.rawValue) == ["222222222222", "333333333333", "444444444444"])
        #expect(set.accounts.accounts.allSatisfy { $0.externalID == nil })
        #expect(set.notifications.receiver("security")?.webhooks.isEmpty == true)
    }

    @Test func theEnvironmentGivesTheExternalIDAndTheChannel() throws {
        let set = try shipped(environment: [
            "CORDON_EXTERNAL_ID": "cordon-1", "CORDON_WEBHOOK_URL": "https://hooks.example/1",
            "CORDON_WEBHOOK_SECRET": "s",
        ])
        #expect(set.accounts.accounts.allSatisfy { $0.externalID == "cordon-1" })
        #expect(set.notifications.receiver("security")?.webhooks.count == 1)
    }

    @Test(arguments: [("222222222222", Mode.enforce), ("333333333333", .enforce), ("444444444444", .approve)])
    func theExampleAccountsHaveTheirModes(account: String, mode: Mode) throws {
        #expect(try shipped().decision(for: .make(account: account)).mode == mode)
    }

    static let matrix: [(String, Double, [String])] = [
        ("Instance", 8, ["isolate_ec2", "trigger_forensics", "notify page"]),
        ("Instance", 5, ["isolate_ec2", "trigger_forensics", "notify alert"]),
        ("Instance", 2, ["tag_resource", "trigger_forensics", "notify alert"]),
        ("Instance", 0.5, ["tag_resource"]),
        ("AccessKey", 8, ["lock_iam_credentials", "notify page"]),
        ("AccessKey", 5, ["lock_iam_credentials", "notify alert"]),
        ("AccessKey", 2, ["tag_resource", "notify alert"]),
        ("AccessKey", 0.5, ["tag_resource"]),
        ("S3Bucket", 8, ["quarantine_s3", "notify page"]),
        ("S3Bucket", 5, ["quarantine_s3", "notify alert"]),
        ("S3Bucket", 2, ["tag_resource", "notify alert"]),
        ("S3Bucket", 0.5, ["tag_resource"]),
        ("EKSCluster", 8, ["notify page"]), ("ECSCluster", 5, ["notify alert"]), ("Container", 8, ["notify page"]),
        ("AttackSequence", 9, ["notify page"]), ("Lambda", 2, ["notify alert"]), ("Lambda", 0.5, []),
    ]

    @Test(arguments: matrix)
    func theResponseMatrixIsTheOnePublished(resource: String, severity: Double, expected: [String]) throws {
        let playbook = try shipped().decision(for: .make(severity: severity, resource: resource)).playbook
        let actions = (playbook?.steps ?? []).map { step in
            if case .notify(let alert) = step.action { "notify \(alert.urgency)" } else { step.action.name.rawValue }
        }
        #expect(actions == expected)
    }

    /// A failing containment must not keep people from being told.
    @Test func noShippedPlaybookStopsBeforeItNotifies() throws {
        for playbook in try shipped().playbooks {
            #expect(playbook.steps.dropLast().allSatisfy { $0.onFailure == .continue }, "\(playbook.name)")
        }
    }

    // MARK: - Documentation

    static let examples: [String] = {
        let page = (try? String(contentsOf: repository.appending(path: "docs/policies.md"), encoding: .utf8)) ?? ""
        return page.components(separatedBy: "```yaml\n").dropFirst().map { $0.components(separatedBy: "```")[0] }
    }()

    @Test func theDocumentationHasExamples() { #expect(Self.examples.count >= 6) }

    @Test(arguments: examples)
    func everyExampleOfTheDocumentationLoads(example: String) {
        let isAccounts = example.contains("\naccounts:\n")
        #expect(errors(isAccounts ? "" : example, accounts: isAccounts ? example : "").isEmpty)
    }

    @Test func everyKeyOfEveryDocumentIsDocumented() throws {
        let page = try String(contentsOf: repository.appending(path: "docs/policies.md"), encoding: .utf8)
        for key in DocumentSchemas.all.values.flatMap(keys) where key != "additionalProperties" {
            #expect(page.contains(key), "\(key) is not in docs/policies.md")
        }
    }

    private func keys(_ schema: JSONValue) -> [String] {
        let own = schema["properties"]?.object?.keys.map { $0 } ?? []
        let below = (schema.object ?? [:]).filter { $0.key != "default" }.values.flatMap { value in
            value.object != nil ? keys(value) : (value.array ?? []).flatMap(keys)
        }
        return own + below
    }

    // MARK: - Schemas

    @Test(arguments: DocumentSchemas.all.keys.sorted())
    func schemasAreThoseOfTheParser(name: String) throws {
        let file = repository.appending(path: "docs/schema/\(name).json")
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let current = try encoder.encode(#require(DocumentSchemas.all[name])) + Data("\n".utf8)
        if ProcessInfo.processInfo.environment["CORDON_WRITE_SCHEMAS"] != nil { try current.write(to: file) }
        let written = try? Data(contentsOf: file)
        #expect(
            written == current,
            "docs/schema/\(name).json is out of date: run CORDON_WRITE_SCHEMAS=1 swift test --filter ShippedFilesTests"
        )
    }

    @Test func docsHoldNoSchemaOfADocumentThatIsNoMore() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: repository.appending(path: "docs/schema").path)
        #expect(Set(files) == Set(DocumentSchemas.all.keys.map { "\($0).json" }))
    }
}
