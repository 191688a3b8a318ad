internal import Incidents

/// One document of `accounts/`, before defaults are filled in. An accounts file of c7n-org is one too.
struct AccountsDocument: Sendable {
    var defaults: Traits
    var entries: [Entry]

    struct Entry: Sendable {
        var id: AccountID
        var name: String
        var traits: Traits
        var place: SourcePlace
    }

    /// What both an entry and `defaults` may say.
    struct Traits: Sendable {
        var role: Placed<RoleTemplate>?
        var externalID: String?
        var regions: Placed<[Region]>?
        var environment: String?
        var team: String?
        var ou: String?
        var tags: [String: String] = [:]
    }

    static let reader = Reader<AccountsDocument>.object(
        .optional(
            "defaults",
            defaults,
            else: Traits(),
            "what holds for every account below that does not say otherwise"
        ),
        .required("accounts", .list(entry), "the accounts that Cordon answers for"),
        .ignored("vars", "c7n-org's variables; not used here")
    ) { _, defaults, entries, _ in
        AccountsDocument(defaults: defaults, entries: entries)
    }

    // MARK: - Keys

    private static let role = Key<Placed<RoleTemplate>?>.optional(
        "role",
        Reader.parsed("the ARN of a role ({partition} and {account_id} are filled in)") { RoleTemplate($0) }.placed,
        "the role that Cordon assumes in the account: arn:{partition}:iam::{account_id}:role/CordonResponder"
    )
    private static let externalID = Key<String?>.optional(
        "external_id",
        .externalID,
        else: nil,
        "what the role's trust policy demands as sts:ExternalId; empty for none"
    )
    private static let regions = Key<Placed<[Region]>?>.optional(
        "regions",
        Reader<[Region]>.list(.region, nonEmpty: true).placed,
        "the regions in which Cordon acts; findings from others are recorded only"
    )
    private static let environment = Key<String?>.optional("environment", Reader<String>.text, "for example prod")
    private static let team = Key<String?>.optional("team", Reader<String>.text, "who owns the account")
    private static let ou = Key<String?>.optional("ou", Reader<String>.text, "the organizational unit, by path or id")
    private static let tags = Key<[String: String]>.optional(
        "tags",
        .accountTags,
        else: [:],
        "key:value, for selectors (tag.KEY)"
    )
    private static let vars = Key<Ignored>.ignored("vars", "c7n-org's variables; not used here")

    private static let defaults = Reader<Traits>.object(
        role,
        externalID,
        regions,
        environment,
        team,
        ou,
        tags,
        vars
    ) { _, role, externalID, regions, environment, team, ou, tags, _ in
        Traits(
            role: role,
            externalID: externalID,
            regions: regions,
            environment: environment,
            team: team,
            ou: ou,
            tags: tags
        )
    }

    private static let entry = Reader<Entry>.object(
        .required("account_id", .accountID, "the account's twelve digits"),
        .required("name", Reader<String>.text, "the account's name, for people and selectors"),
        role,
        externalID,
        regions,
        environment,
        team,
        ou,
        tags,
        vars,
        .ignored("display_name", "c7n-org's; not used here"),
        .ignored("email", "c7n-org's; not used here"),
        .ignored("org_id", "c7n-org's; not used here")
    ) { place, id, name, role, externalID, regions, environment, team, ou, tags, _, _, _, _ in
        let traits = Traits(
            role: role,
            externalID: externalID,
            regions: regions,
            environment: environment,
            team: team,
            ou: ou,
            tags: tags
        )
        return Entry(id: id, name: name, traits: traits, place: place)
    }
}

extension Reader<AccountID> {
    /// Twelve digits, in quotes or not: the text is read as written, whatever number YAML would make of it.
    static let accountID = Reader(
        schema: [
            "anyOf": [["type": "string", "pattern": "^([0-9]{12}|.*\\$\\{.*)$"], ["type": "integer"]]
        ]
    ) { node, reading in
        var text: String?
        if case .scalar(let scalar) = node.content, !scalar.text.contains("${") {
            text = scalar.text
        } else {
            text = reading.text(of: node)
            if text == nil { return nil }
        }
        if let id = text.flatMap(AccountID.init(rawValue:)) { return id }
        reading.report("\(node.written) is not an account id: twelve digits, leading zeros included", at: node.place)
        return nil
    }
}

extension Reader<Region> {
    static let region = Reader<String>.parsed("a region, such as eu-west-1") { Region(rawValue: $0) }
}

extension Reader<String?> {
    /// Two to 1,224 of the characters that STS takes (API reference, AssumeRole, ExternalId); empty for none.
    static let externalID = optionalText.converted { text throws(Problem) -> String? in
        guard let text else { return nil }
        let legal = text.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || "_+=,.@:/-".utf8.contains($0)
        }
        guard legal, (2...1224).contains(text.utf8.count) else {
            throw Problem("not an external id: 2 to 1224 letters, digits and _+=,.@:/-")
        }
        return text
    }
}

extension Reader<[String: String]> {
    /// `["pci:true", "core"]`: c7n-org's form, a value after the first colon or none.
    static let accountTags = Reader<[String]>.list(.text).converted { list throws(Problem) in
        var tags: [String: String] = [:]
        for tag in list {
            let parts = tag.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count == 2 ? String(parts[1]) : ""
            guard tags.updateValue(value, forKey: String(parts[0])) == nil else {
                throw Problem("the tag \(Spelling.quoted(String(parts[0]))) is there twice")
            }
        }
        return tags
    }
}
