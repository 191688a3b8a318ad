/// Assumes a role with another provider's credentials, each time it is asked: wrap it in `CachedCredentials`.
package struct AssumeRoleProvider: CredentialsProvider {
    private let reader: AWSReader
    private let request: STS.AssumeRole

    /// `region` is the one whose STS is asked: its tokens are good in opt-in regions too. `policy` is a session policy in
    /// JSON; `duration` is 900 to 43,200 seconds, at most 3,600 when `base` is itself a role's session.
    package init(
        client: AWSClient,
        base: any CredentialsProvider,
        roleARN: String,
        externalID: String? = nil,
        sessionName: String,
        sourceIdentity: String? = nil,
        policy: String? = nil,
        tags: [AWSTag] = [],
        duration: Duration? = nil,
        region: String
    ) {
        // The account of the role, for errors: `arn:aws:iam::333333333333:role/…`.
        let fields = roleARN.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        reader = client.reader(
            account: fields.count == 6 ? String(fields[4]) : "",
            region: region,
            credentials: base
        )
        request = STS.AssumeRole(
            roleARN: roleARN,
            sessionName: sessionName,
            externalID: externalID,
            sourceIdentity: sourceIdentity,
            policy: policy,
            tags: tags,
            durationSeconds: duration.map { Int($0.components.seconds) }
        )
    }

    package func credentials() async throws(AWSError) -> Credentials { try await reader.send(request).credentials }
}
