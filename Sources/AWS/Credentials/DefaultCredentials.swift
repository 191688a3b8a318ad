/// Credentials from where the AWS tools look first: the environment, then the profile in force. The places are looked at
/// anew every time, so that what was missing can be put there; wrap it in `CachedCredentials`.
package struct DefaultCredentials: CredentialsProvider {
    private let client: AWSClient
    private let environment: [String: String]

    package init(client: AWSClient, environment: [String: String]) {
        self.client = client
        self.environment = environment
    }

    package func credentials() async throws(AWSError) -> Credentials {
        var tried: [String] = []
        do {
            return try EnvironmentCredentials(environment).credentials()
        } catch {
            guard error.code == .noCredentials else { throw error }
            tried.append("the environment (\(error.message))")
        }
        let config = try SharedConfig(environment: environment)
        do {
            return try await ProfileCredentials(
                client: client,
                config: config,
                profile: config.profileName,
                environment: environment
            ).credentials()
        } catch {
            guard error.code == .noCredentials else { throw error }
            tried.append("the shared files (\(error.message))")
        }
        throw AWSError(
            code: .noCredentials,
            message: "there are no AWS credentials in \(tried.joined(separator: ", nor in ")). "
                + "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        )
    }
}
