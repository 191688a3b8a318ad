internal import Incidents

/// A role's ARN with `{partition}` and `{account_id}` left open: `arn:{partition}:iam::{account_id}:role/CordonResponder`.
struct RoleTemplate: Hashable, Sendable {
    private let text: String

    /// Nil unless filling it in makes the ARN of a role.
    init?(_ text: String) {
        self.text = text
        let example = fill(partition: "aws", account: "123456789012")
        guard let arn = ARN(rawValue: example), arn.service == "iam", arn.region.isEmpty,
            AccountID(rawValue: arn.account) != nil, arn.resource.hasPrefix("role/"), arn.resource.utf8.count > 5,
            !example.contains(where: { "{}*? ".contains($0) })
        else { return nil }
    }

    func arn(in partition: Partition, account: AccountID) -> ARN {
        // `init` made sure that filling in gives an ARN.
        ARN(rawValue: fill(partition: partition.rawValue, account: account.rawValue))!
    }

    private func fill(partition: String, account: String) -> String {
        text.replacing("{partition}", with: partition).replacing("{account_id}", with: account)
    }
}
