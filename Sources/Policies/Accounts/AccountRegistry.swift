package import Incidents

/// All accounts that are listed.
package struct AccountRegistry: Sendable {
    private let byID: [AccountID: Account]

    /// In the order of their ids.
    package var accounts: [Account] { byID.values.sorted { $0.id < $1.id } }

    package func account(_ id: AccountID) -> Account? { byID[id] }

    /// Fills the defaults in, and reports what lacks a role or regions, contradicts itself or is listed twice.
    init(_ documents: [AccountsDocument], _ reading: inout Reading) {
        var byID: [AccountID: Account] = [:]
        for document in documents {
            for entry in document.entries {
                if let earlier = byID[entry.id] {
                    reading.report("account \(entry.id) is listed already, at \(earlier.place)", at: entry.place)
                    continue
                }
                let account = reading.attempt(at: entry.place) { () throws(Problem) in
                    try Account(entry, defaults: document.defaults)
                }
                if let account { byID[entry.id] = account }
            }
        }
        self.byID = byID
    }
}

extension Account {
    fileprivate init(_ entry: AccountsDocument.Entry, defaults: AccountsDocument.Traits) throws(Problem) {
        let own = entry.traits
        guard let role = own.role ?? defaults.role else {
            throw Problem("role is missing: write it here or in defaults")
        }
        guard let regions = own.regions ?? defaults.regions else {
            throw Problem("regions are missing: list them here or in defaults")
        }
        let partition = regions.value[0].partition
        if let other = regions.value.first(where: { $0.partition != partition }) {
            throw Problem("\(regions.value[0]) and \(other) lie in different partitions", at: regions.place)
        }
        let arn = role.value.arn(in: partition, account: entry.id)
        guard arn.account == entry.id.rawValue else {
            throw Problem("the role of account \(entry.id) lies in account \(arn.account)", at: role.place)
        }
        guard arn.partition == partition else {
            throw Problem("the role lies in \(arn.partition), the regions in \(partition)", at: role.place)
        }
        self.init(
            id: entry.id,
            name: entry.name,
            role: arn,
            externalID: own.externalID ?? defaults.externalID,
            regions: regions.value,
            environment: own.environment ?? defaults.environment,
            team: own.team ?? defaults.team,
            ou: own.ou ?? defaults.ou,
            tags: defaults.tags.merging(own.tags) { $1 },
            place: entry.place
        )
    }
}
