import Testing

@testable import AWS

@Suite struct EndpointTests {
    @Test(arguments: [
        ("payments-export", "https://payments-export.s3.eu-west-1.amazonaws.com/"),
        ("dots.in.name", "https://s3.eu-west-1.amazonaws.com/dots.in.name"),
        ("Old_Bucket", "https://s3.eu-west-1.amazonaws.com/Old_Bucket"),
        (String(repeating: "a", count: 64), "https://s3.eu-west-1.amazonaws.com/" + String(repeating: "a", count: 64)),
    ])
    func bucketGoesIntoTheHostWhereTheCertificateAllows(_ bucket: String, _ url: String) throws {
        #expect(try string(Endpoints(), .s3, bucket: bucket) == url)
    }

    @Test func customEndpointTakesTheBucketInThePath() throws {
        let endpoints = try Endpoints(url: "http://127.0.0.1:5000/")
        #expect(try string(endpoints, .s3, bucket: "b-1") == "http://127.0.0.1:5000/b-1")
        #expect(try string(endpoints, .iam) == "http://127.0.0.1:5000/")
        #expect(try endpoints.endpoint(for: .iam, region: "eu-west-1").signingRegion == "us-east-1")
        let nested = try Endpoints(url: "HTTPS://VPCE-1.example.com:443/aws/")
        #expect(try string(nested, .s3, bucket: "b-1") == "https://vpce-1.example.com/aws/b-1")
    }

    @Test func servicesOwnVariableGoesBeforeTheCommonOneBeforeTheProfile() throws {
        let profile = ["endpoint_url": "http://profile"]
        let both = ["AWS_ENDPOINT_URL": "http://all", "AWS_ENDPOINT_URL_EC2": "http://ec2:8000"]
        #expect(try string(Endpoints(environment: both, profile: profile), .ec2) == "http://ec2:8000/")
        #expect(try string(Endpoints(environment: both, profile: profile), .sts) == "http://all/")
        #expect(try string(Endpoints(environment: [:], profile: profile), .sts) == "http://profile/")
        #expect(try string(Endpoints(environment: [:]), .sts) == "https://sts.eu-west-1.amazonaws.com/")
    }

    @Test(arguments: [
        "127.0.0.1:5000", "ftp://x", "http://", "http://u:p@x", "http://x/?q=1", "not a url", "http://x#f",
    ])
    func whatIsNoEndpointIsRefused(_ url: String) {
        let error = #expect(throws: AWSError.self) { try Endpoints(environment: ["AWS_ENDPOINT_URL": url]) }
        #expect(error?.code == .badConfiguration)
        #expect(error?.message.contains("AWS_ENDPOINT_URL") == true)
    }

    @Test(arguments: ["", "eu west", "eu-west-1.evil.example", "EU-WEST-1", "eu-west-1/", "a@b"])
    func regionThatIsNoneIsRefused(_ region: String) {
        #expect(throws: AWSError.self) { try Endpoints().endpoint(for: .ec2, region: region) }
    }

    @Test(arguments: ["", "..", "a/b", "a?b", "bü", "a b", String(repeating: "a", count: 256)])
    func bucketThatIsNoneIsRefused(_ bucket: String) {
        #expect(throws: AWSError.self) { try Endpoints().endpoint(for: .s3, region: "eu-west-1", bucket: bucket) }
    }

    private func string(_ endpoints: Endpoints, _ service: AWSService, bucket: String? = nil) throws -> String {
        let endpoint = try endpoints.endpoint(for: service, region: "eu-west-1", bucket: bucket)
        return "\(endpoint.scheme)://\(endpoint.host)\(endpoint.path)"
    }
}
