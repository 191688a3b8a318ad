/// The credentials that a profile of the shared files describes: an access key, or a role to assume with those of another
/// profile or of the environment. <https://docs.aws.amazon.com/sdkref/latest/guide/feature-assume-role-credentials.html>
package struct ProfileCredentials: CredentialsProvider {
    private let client: AWSClient
    private let config: SharedConfig
    private let profile: String
    private let environment: [String: String]

    package init(client: AWSClient, config: SharedConfig, profile: String, environment: [String: String]) {
        self.client = client
        self.config = config
        self.profile = profile
        self.environment = environment
    }

    package func credentials() async throws(AWSError) -> Credentials {
        try await provider(for: profile, after: []).credentials()
    }

    /// Builds the chain from its end. `seen` are the profiles that led here.
    private func provider(for name: String, after seen: [String]) throws(AWSError) -> any CredentialsProvider {
        guard let settings = config.profiles[name] else {
            throw AWSError(code: .noCredentials, message: "profile \"\(name)\" is in none of \(config.sources)")
        }
        if seen.contains(name) {
            let loop = (seen + [name]).joined(separator: " -> ")
            throw problem(name, "its source_profile goes in a circle: \(loop)")
        }
        guard let role = settings["role_arn"] else { return StaticCredentials(try keys(name, settings)) }
        if settings["mfa_serial"] != nil {
            throw problem(name, "it wants a one-time code (mfa_serial); " + Self.advice(name))
        }
        let base: any CredentialsProvider
        switch (settings["source_profile"], settings["credential_source"]) {
        case (let source?, nil):
            // A profile may name itself: its own key assumes its role.
            base =
                source == name
                ? StaticCredentials(try keys(name, settings)) : try provider(for: source, after: seen + [name])
        case (nil, "Environment"):
            base = EnvironmentCredentials(environment)
        case (nil, let source?):
            throw problem(name, "credential_source = \(source) is not supported; Environment is")
        case (nil, nil):
            throw problem(name, "role_arn needs a source_profile or a credential_source")
        case (_?, _?):
            throw problem(name, "source_profile and credential_source exclude each other")
        }
        return AssumeRoleProvider(
            client: client,
            base: base,
            roleARN: role,
            externalID: settings["external_id"],
            sessionName: settings["role_session_name"] ?? "cordon",
            duration: try duration(name, settings),
            region: region(settings)
        )
    }

    private func keys(_ name: String, _ settings: [String: String]) throws(AWSError) -> Credentials {
        switch (settings["aws_access_key_id"], settings["aws_secret_access_key"]) {
        case (let id?, let secret?):
            return Credentials(
                accessKeyID: id,
                secretAccessKey: secret,
                sessionToken: settings["aws_session_token"].flatMap { $0.isEmpty ? nil : $0 }
            )
        case (nil, nil):
            let other = [
                "sso_session", "sso_start_url", "credential_process", "web_identity_token_file", "login_session",
            ]
            .first { settings[$0] != nil }
            guard let other else {
                throw AWSError(
                    code: .noCredentials,
                    message: "profile \"\(name)\" has no aws_access_key_id and no role_arn"
                )
            }
            throw problem(name, "\(other) is not supported; " + Self.advice(name))
        default:
            throw problem(name, "it has only one of aws_access_key_id and aws_secret_access_key")
        }
    }

    private func duration(_ name: String, _ settings: [String: String]) throws(AWSError) -> Duration? {
        guard let text = settings["duration_seconds"] else { return nil }
        guard let seconds = Int(text), (900...43_200).contains(seconds) else {
            throw problem(name, "duration_seconds is to be 900 to 43200")
        }
        return .seconds(seconds)
    }

    private func region(_ settings: [String: String]) -> String {
        let candidates = [
            environment["AWS_REGION"], environment["AWS_DEFAULT_REGION"], settings["region"],
            config.profiles[profile]?["region"],
        ]
        return candidates.lazy.compactMap(\.self).first { !$0.isEmpty } ?? "us-east-1"
    }

    private func problem(_ profile: String, _ text: String) -> AWSError {
        AWSError(code: .badConfiguration, message: "profile \"\(profile)\" in \(config.sources): \(text)")
    }

    private static func advice(_ profile: String) -> String {
        "run: eval \"$(aws configure export-credentials --profile \(profile) --format env)\""
    }
}
