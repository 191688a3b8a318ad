/// A twelve-digit AWS account id.
package struct AccountID: RawRepresentable, Hashable, Sendable, Comparable, CustomStringConvertible {
    package let rawValue: String

    /// Nil unless `rawValue` is exactly twelve ASCII digits.
    package init?(rawValue: String) {
        guard rawValue.utf8.count == 12, rawValue.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }
    package static func < (a: AccountID, b: AccountID) -> Bool { a.rawValue < b.rawValue }
}

/// An AWS region code, such as `eu-west-1`. Kept as written: regions are added faster than software.
package struct Region: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let rawValue: String

    /// Nil unless it looks like a region: lower-case letters, digits and hyphens, with at least two hyphens.
    package init?(rawValue: String) {
        let legal = rawValue.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (97...122).contains($0) }
        guard legal, rawValue.utf8.count <= 32, rawValue.split(separator: "-").count >= 3 else { return nil }
        self.rawValue = rawValue
    }

    package var description: String { rawValue }

    /// The partition the region lies in, told from its prefix (botocore's `partitions.json`).
    package var partition: Partition {
        let prefixes: [(String, Partition)] = [
            ("cn-", "aws-cn"), ("us-gov-", "aws-us-gov"), ("us-isob-", "aws-iso-b"), ("us-isof-", "aws-iso-f"),
            ("eu-isoe-", "aws-iso-e"), ("us-iso-", "aws-iso"), ("eusc-", "aws-eusc"),
        ]
        return prefixes.first { rawValue.hasPrefix($0.0) }?.1 ?? "aws"
    }
}

/// An AWS partition: `aws`, `aws-cn`, `aws-us-gov` and so on, the second field of every ARN.
package struct Partition: RawRepresentable, Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
    package var description: String { rawValue }
}

/// An Amazon Resource Name, `arn:partition:service:region:account:resource`.
package struct ARN: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    package let partition: Partition
    package let service: String
    /// Empty for global resources.
    package let region: String
    /// Empty for resources such as S3 buckets, whose ARNs name no account.
    package let account: String
    /// Everything after the fifth colon.
    package let resource: String

    /// Nil unless it has six fields and begins with `arn`.
    package init?(rawValue: String) {
        let fields = rawValue.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0] == "arn", !fields[1].isEmpty, !fields[5].isEmpty else { return nil }
        partition = Partition(rawValue: String(fields[1]))
        service = String(fields[2])
        region = String(fields[3])
        account = String(fields[4])
        resource = String(fields[5])
    }

    package var rawValue: String { "arn:\(partition):\(service):\(region):\(account):\(resource)" }
    package var description: String { rawValue }
}

extension AccountID: Codable {}
extension Region: Codable {}
extension Partition: Codable {}
extension ARN: Codable {}

/// Cordon's own answer to how hard to respond, from the policy's `response-matrix`; GuardDuty's label is another scale.
package enum ResponseLevel: String, Codable, Sendable, CaseIterable, Comparable {
    case low = "LOW"
    case medium = "MEDIUM"
    case high = "HIGH"
    case critical = "CRITICAL"

    package static func < (a: ResponseLevel, b: ResponseLevel) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self)! }
}

/// GuardDuty's label of a finding's severity (GuardDuty user guide, `guardduty_findings-severity`).
package enum GuardDutySeverity: String, Codable, Sendable {
    case low = "Low"
    case medium = "Medium"
    case high = "High"
    case critical = "Critical"

    /// Low below 4, Medium below 7, High below 9, Critical from 9.
    package init(severity: Double) {
        self = severity >= 9 ? .critical : severity >= 7 ? .high : severity >= 4 ? .medium : .low
    }
}

/// How far Cordon may go in an account, least first: of all policies that match, the strictest (least) wins.
package enum Mode: String, Codable, Sendable, CaseIterable, Comparable {
    /// Record and notify.
    case observe
    /// Plan, show, and change nothing.
    case dryRun = "dry-run"
    /// Plan, then wait for people.
    case approve
    /// Plan and act.
    case enforce

    package static func < (a: Mode, b: Mode) -> Bool { a.rank < b.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self)! }
}

/// What a step does, by its name in playbooks: `isolate_ec2`, `lock_iam_credentials` and so on.
package struct ActionName: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible,
    ExpressibleByStringLiteral
{
    package let rawValue: String
    package init(rawValue: String) { self.rawValue = rawValue }
    package init(stringLiteral value: String) { rawValue = value }
    package var description: String { rawValue }
}

/// What happens to the rest of a plan when one of its steps fails.
package enum OnFailure: String, Codable, Sendable, CaseIterable {
    /// Leave what was done, do no more.
    case stop
    /// Go on with the next step.
    case `continue`
    /// Undo what this run changed, newest first, then stop.
    case rollback
}
