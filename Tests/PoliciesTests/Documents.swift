import Foundation
import Incidents
import Testing

@testable import Policies

/// The folder of this repository.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// Two accounts, one with everything, and a receiver: what most tests need beside the document that they are about.
let accountsFile = """
    defaults:
      role: arn:{partition}:iam::{account_id}:role/CordonResponder
      regions: [us-east-1, eu-west-1]
    accounts:
      - {account_id: "222222222222", name: dev, environment: dev}
      - account_id: "444444444444"
        name: payments-prod
        environment: prod
        team: payments
        ou: workloads/prod
        tags: ["pci:true", core]
    """

func parse(
    _ policies: String,
    accounts: String = accountsFile,
    environment: [String: String] = [:]
) throws(PolicyErrors) -> PolicySet {
    try PolicySet.parse(
        policies: [SourceText(name: "p.yaml", text: policies)],
        accounts: [SourceText(name: "a.yaml", text: accounts)],
        references: References(environment: environment, readFile: { _ in throw CocoaError(.fileNoSuchFile) })
    )
}

/// What is wrong with the documents, as printed; empty when nothing is.
func errors(
    _ policies: String = "",
    accounts: String = "",
    environment: [String: String] = [:]
) -> [String] {
    do {
        _ = try parse(policies, accounts: accounts, environment: environment)
        return []
    } catch {
        return error.diagnostics.map(\.description)
    }
}

extension Finding {
    static func make(
        account: String = "444444444444",
        region: String = "eu-west-1",
        type: String = "UnauthorizedAccess:EC2/SSHBruteForce",
        severity: Double = 8,
        resource: String = "Instance",
        sample: Bool = false
    ) -> Finding {
        let region = Region(rawValue: region)!
        return Finding(
            id: "f1",
            accountID: AccountID(rawValue: account)!,
            region: region,
            partition: region.partition,
            type: type,
            severity: severity,
            sample: sample,
            resource: FindingResource(type: resource)
        )
    }
}
