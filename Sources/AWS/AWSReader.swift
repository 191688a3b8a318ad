/// AWS as one account and region show it, through one set of credentials: reads only.
package struct AWSReader: Sendable {
    package let account: String
    package let region: String
    let client: AWSClient
    let credentials: any CredentialsProvider

    /// Sends a read and decodes its answer, retrying as the client's policy says.
    package func send<O: ReadOperation>(_ operation: O) async throws(AWSError) -> O.Response {
        try await client.send(operation, account: account, region: region, credentials: credentials)
    }

    /// Every item of every page, in order.
    ///
    /// An empty page does not end the listing, a missing, empty or repeated token does.
    package func all<O: PaginatedOperation>(_ operation: O) async throws(AWSError) -> [O.Response.Item] {
        var operation = operation
        var items: [O.Response.Item] = []
        var seen: Set<String> = []
        while true {
            let page = try await send(operation)
            items += page.items
            guard let token = page.nextPageToken, !token.isEmpty, seen.insert(token).inserted else { return items }
            operation.pageToken = token
        }
    }
}

/// What it takes to change something in one account and region. Whoever holds one can write; a dry run is given none.
package struct AWSWriter: Sendable {
    /// The same scope for reads, through the same credentials.
    package let reader: AWSReader

    /// Sends a write. A write whose answer is lost is sent again only if it is idempotent; otherwise the error says that
    /// it may have taken effect.
    package func send<O: WriteOperation>(_ operation: O) async throws(AWSError) -> O.Response {
        try await reader.client.send(
            operation,
            account: reader.account,
            region: reader.region,
            credentials: reader.credentials
        )
    }
}
