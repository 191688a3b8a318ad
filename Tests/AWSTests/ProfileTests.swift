import Foundation
import Testing
import Transport

@testable import AWS

@Suite("Credentials from the environment and the shared files")
struct ProfileTests {
    private static let config = """
        # comment
        [default]
        region = eu-west-1
        aws_access_key_id = AKIADEFAULT
        aws_secret_access_key = ignored, for the credentials file goes first

        [profile base]
        region=eu-central-1
        s3 =
          max_concurrent_requests = 20
          role_arn = nested
        [profile "responder"]
        role_arn = arn:aws:iam::333333333333:role/CordonResponder
        source_profile = base
        external_id = e/1
        role_session_name = ana
        region = eu-north-1
        duration_seconds = 900
        [profile env]
        role_arn = arn:aws:iam::333333333333:role/R
        credential_source = Environment
        [profile self]
        role_arn = arn:aws:iam::333333333333:role/R
        source_profile = self
        [profile twice]
        role_arn = arn:aws:iam::444444444444:role/Second
        source_profile = responder
        [profile ring]
        role_arn = arn:aws:iam::333333333333:role/R
        source_profile = ring2
        [profile ring2]
        role_arn = arn:aws:iam::333333333333:role/R
        source_profile = ring
        [profile sso]
        sso_session = corp
        [profile mfa]
        role_arn = arn:aws:iam::333333333333:role/R
        source_profile = base
        mfa_serial = arn:aws:iam::333333333333:mfa/ana
        [profile half]
        aws_access_key_id = AKIAHALF
        [profile ec2]
        role_arn = arn:aws:iam::333333333333:role/R
        credential_source = Ec2InstanceMetadata
        [profile bare]
        region = eu-west-1
        [profile sourceless]
        role_arn = arn:aws:iam::333333333333:role/R
        [profile long]
        role_arn = arn:aws:iam::333333333333:role/R
        source_profile = base
        duration_seconds = 5
        [sso-session corp]
        sso_region = eu-west-1
        [base]
        aws_access_key_id = AKIANOTAPROFILE
        """
    private static let keys = """
        [default]
        AWS_ACCESS_KEY_ID = AKIADEFAULT
        aws_secret_access_key=secret/=+ with spaces
        aws_session_token =
        [base]
        aws_access_key_id = AKIABASE
        aws_secret_access_key = b
        aws_session_token = t
        [self]
        aws_access_key_id = AKIASELF
        aws_secret_access_key = s
        """

    private static func assumed(_ id: String) -> ScriptedTransport.Answer {
        .answer(
            200,
            "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>\(id)</AccessKeyId>"
                + "<SecretAccessKey>x</SecretAccessKey><SessionToken>y</SessionToken>"
                + "<Expiration>2026-11-24T03:04:30Z</Expiration></Credentials>"
                + "<AssumedRoleUser><Arn>arn</Arn><AssumedRoleId>id</AssumedRoleId></AssumedRoleUser>"
                + "</AssumeRoleResult></AssumeRoleResponse>"
        )
    }

    /// Runs `body` with the two files in a folder of their own.
    private func withFiles<T>(
        config: String = Self.config,
        keys: String = Self.keys,
        _ body: ([String: String]) async throws -> T
    ) async throws -> T {
        let folder = FileManager.default.temporaryDirectory.appending(path: "aws-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder.appending(path: ".aws"), withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(config.utf8).write(to: folder.appending(path: ".aws/config"))
        try Data(keys.utf8).write(to: folder.appending(path: "keys"))
        return try await body(["HOME": folder.path, "AWS_SHARED_CREDENTIALS_FILE": "~/keys"])
    }

    private func credentials(_ profile: String?, in rig: Rig, extra: [String: String] = [:]) async throws -> Credentials
    {
        try await withFiles { files in
            var environment = files.merging(extra) { $1 }
            environment["AWS_PROFILE"] = profile
            return try await DefaultCredentials(client: rig.client, environment: environment).credentials()
        }
    }

    @Test func environmentGoesBeforeTheFiles() async throws {
        let extra = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": ""]
        let found = try await credentials("base", in: Rig([]), extra: extra)
        #expect(found == Credentials(accessKeyID: "AKIAENV", secretAccessKey: "s"))
    }

    @Test(arguments: [
        (nil, Credentials(accessKeyID: "AKIADEFAULT", secretAccessKey: "secret/=+ with spaces")),
        ("", Credentials(accessKeyID: "AKIADEFAULT", secretAccessKey: "secret/=+ with spaces")),
        ("base", Credentials(accessKeyID: "AKIABASE", secretAccessKey: "b", sessionToken: "t")),
    ])
    func keyOfAProfileIsRead(_ profile: String?, _ expected: Credentials) async throws {
        #expect(try await credentials(profile, in: Rig([])) == expected)
    }

    @Test func roleIsAssumedWithTheSourceProfilesKey() async throws {
        let rig = Rig([Self.assumed("ASIA1")])
        let found = try await credentials("responder", in: rig)
        #expect(found.accessKeyID == "ASIA1")
        #expect(found.expiration == Rig.now + 3_600)
        let sent = try #require(rig.transport.requests.first)
        #expect(sent.header("authorization")?.contains("Credential=AKIABASE/20261124/eu-north-1/sts/") == true)
        #expect(sent.form["RoleArn"] == "arn:aws:iam::333333333333:role/CordonResponder")
        #expect(sent.form["ExternalId"] == "e/1")
        #expect(sent.form["RoleSessionName"] == "ana")
        #expect(sent.form["DurationSeconds"] == "900")
    }

    @Test func rolesAreChained() async throws {
        let rig = Rig([Self.assumed("ASIA1"), Self.assumed("ASIA2")])
        let found = try await credentials("twice", in: rig, extra: ["AWS_REGION": "eu-south-1"])
        #expect(found.accessKeyID == "ASIA2")
        let signers = rig.transport.requests.map { $0.header("authorization")?.split(separator: ",").first ?? "" }
        #expect(
            signers == [
                "AWS4-HMAC-SHA256 Credential=AKIABASE/20261124/eu-south-1/sts/aws4_request",
                "AWS4-HMAC-SHA256 Credential=ASIA1/20261124/eu-south-1/sts/aws4_request",
            ]
        )
    }

    @Test func profileMayAssumeARoleWithItsOwnKey() async throws {
        let rig = Rig([Self.assumed("ASIA1")])
        _ = try await credentials("self", in: rig)
        #expect(rig.transport.requests.first?.header("authorization")?.contains("AKIASELF") == true)
    }

    @Test func environmentCanBeTheSourceOfARole() async throws {
        try await withFiles { files in
            let config = try SharedConfig(environment: files)
            let environment = ["AWS_ACCESS_KEY_ID": "AKIAENV", "AWS_SECRET_ACCESS_KEY": "s"]
            let rig = Rig([Self.assumed("ASIA1")])
            _ = try await ProfileCredentials(
                client: rig.client,
                config: config,
                profile: "env",
                environment: environment
            ).credentials()
            #expect(rig.transport.requests.first?.header("authorization")?.contains("AKIAENV") == true)
        }
    }

    @Test(arguments: [
        ("ring", "in a circle: ring -> ring2 -> ring"),
        (
            "sso",
            "sso_session is not supported; run: eval \"$(aws configure export-credentials --profile sso --format env)\""
        ),
        ("mfa", "one-time code"),
        ("half", "only one of aws_access_key_id and aws_secret_access_key"),
        ("ec2", "credential_source = Ec2InstanceMetadata is not supported"),
        ("env", "AWS_ACCESS_KEY_ID is not set"),
        ("sourceless", "role_arn needs a source_profile"),
        ("long", "duration_seconds is to be 900 to 43200"),
        ("bare", "profile \"bare\" has no aws_access_key_id and no role_arn"),
        ("absent", "profile \"absent\" is in none of"),
    ])
    func profileThatCannotBeUsedSaysWhy(_ profile: String, _ problem: String) async {
        let rig = Rig([])
        let error = await #expect(throws: AWSError.self) { try await credentials(profile, in: rig) }
        #expect(error?.message.contains(problem) == true, "\(error?.message ?? "")")
        #expect(rig.transport.requests.isEmpty)
    }

    @Test func halfAKeyInTheEnvironmentIsAnErrorAndNotPassedOver() async {
        let error = await #expect(throws: AWSError.self) {
            try await credentials(nil, in: Rig([]), extra: ["AWS_ACCESS_KEY_ID": "AKIAENV"])
        }
        #expect(error?.code == .badConfiguration)
    }

    @Test func withoutAnyTheErrorListsWhereItLooked() async {
        let environment = ["HOME": "/nowhere"]
        let error = await #expect(throws: AWSError.self) {
            try await DefaultCredentials(client: Rig([]).client, environment: environment).credentials()
        }
        #expect(error?.code == .noCredentials)
        #expect(
            error?.message
                == "there are no AWS credentials in the environment (AWS_ACCESS_KEY_ID is not set), nor in the shared "
                + "files (profile \"default\" is in none of /nowhere/.aws/config (no such file), "
                + "/nowhere/.aws/credentials (no such file)). Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        )
    }

    @Test(arguments: [
        ("[default\n", "/.aws/config:1: a [ without ]"),
        ("\n[default]\nregion\n", "/.aws/config:3: expected NAME = VALUE"),
        ("region = x\n", "/.aws/config:1: a setting before the first [section]"),
    ])
    func fileThatCannotBeReadIsAnErrorWithItsLine(_ config: String, _ problem: String) async throws {
        try await withFiles(config: config) { files in
            let error = #expect(throws: AWSError.self) { try SharedConfig(environment: files) }
            #expect(error?.message.hasSuffix(problem) == true, "\(error?.message ?? "")")
        }
    }

    @Test func windowsLineEndsAreRead() throws {
        let profiles = try SharedConfig.parse("[default]\r\nregion = eu-west-1\r\n", isConfig: true, path: "p")
        #expect(profiles == ["default": ["region": "eu-west-1"]])
    }

    @Test func failedAssumptionNamesTheCallThatFailed() async {
        let denied = ScriptedTransport.Answer.answer(
            403,
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>Not you.</Message></Error></ErrorResponse>"
        )
        let rig = Rig([denied])
        let provider = AssumeRoleProvider(
            client: rig.client,
            base: StaticCredentials(Rig.credentials),
            roleARN: "arn:aws:iam::444444444444:role/R",
            sessionName: "s",
            region: "eu-west-1"
        )
        let reader = rig.client.reader(account: "444444444444", region: "eu-west-1", credentials: provider)
        let error = await #expect(throws: AWSError.self) { try await reader.send(EC2.DescribeInstances()) }
        #expect(
            error?.description
                == "sts AssumeRole in 444444444444/eu-west-1: AccessDenied: Not you. (HTTP 403, 1 attempt)"
        )
    }
}
