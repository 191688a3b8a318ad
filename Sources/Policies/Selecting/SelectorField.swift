/// What a selector can ask about.
package enum SelectorField: Hashable, Sendable, CustomStringConvertible {
    case accountID
    /// The account's name.
    case account
    case environment
    case team
    case ou
    /// A tag that `accounts/` gives the account.
    case tag(String)
    case region
    case partition
    case findingType
    /// GuardDuty's `resourceType`, or `AttackSequence`.
    case resourceType
    /// GuardDuty's number.
    case severity
    case responseLevel
    /// Whether the finding was made by CreateSampleFindings.
    case sample

    /// All fields but tags, in the order of the documentation.
    static let fixed: [SelectorField] = [
        .accountID, .account, .environment, .team, .ou, .region, .partition, .findingType, .resourceType, .severity,
        .responseLevel, .sample,
    ]

    /// Nil for a name that is no field.
    init?(name: String) {
        if name.hasPrefix("tag."), name.utf8.count > 4 {
            self = .tag(String(name.dropFirst(4)))
        } else if let field = Self.fixed.first(where: { $0.description == name }) {
            self = field
        } else {
            return nil
        }
    }

    package var description: String {
        switch self {
        case .accountID: "account_id"
        case .account: "account"
        case .environment: "environment"
        case .team: "team"
        case .ou: "ou"
        case .tag(let key): "tag.\(key)"
        case .region: "region"
        case .partition: "partition"
        case .findingType: "finding_type"
        case .resourceType: "resource_type"
        case .severity: "severity"
        case .responseLevel: "response_level"
        case .sample: "sample"
        }
    }
}
