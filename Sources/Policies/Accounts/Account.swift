package import Incidents

/// An AWS account that Cordon answers for.
package struct Account: Hashable, Sendable, Identifiable {
    package var id: AccountID
    package var name: String
    /// The role in the account that Cordon assumes.
    package var role: ARN
    /// What the role's trust policy demands as `sts:ExternalId`.
    package var externalID: String?
    /// The regions in which Cordon acts, all of one partition.
    package var regions: [Region]
    package var environment: String?
    package var team: String?
    /// The organizational unit, as the accounts file writes it.
    package var ou: String?
    package var tags: [String: String]
    /// Where it is listed.
    package var place: SourcePlace

    package init(
        id: AccountID,
        name: String,
        role: ARN,
        externalID: String? = nil,
        regions: [Region],
        environment: String? = nil,
        team: String? = nil,
        ou: String? = nil,
        tags: [String: String] = [:],
        place: SourcePlace
    ) {
        self.id = id
        self.name = name
        self.role = role
        self.externalID = externalID
        self.regions = regions
        self.environment = environment
        self.team = team
        self.ou = ou
        self.tags = tags
        self.place = place
    }
}
