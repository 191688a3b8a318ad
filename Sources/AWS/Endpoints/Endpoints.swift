internal import Foundation

/// Where each service is reached: AWS's own endpoints, or those that the user names (an emulator, a VPC endpoint).
package struct Endpoints: Sendable {
    /// One endpoint for one request.
    struct Endpoint: Hashable, Sendable {
        /// `https` or `http`.
        var scheme: String
        /// With the port when there is one: exactly what the `Host` header says.
        var host: String
        /// Percent-encoded, beginning with a slash.
        var path: String
        var signingRegion: String
    }

    /// Base URLs by service name; the empty name is for all the others.
    private let overrides: [String: Override]

    private struct Override: Hashable, Sendable {
        var scheme: String
        var host: String
        /// Without a slash at its end.
        var path: String
    }

    /// AWS's own endpoints.
    package init() { overrides = [:] }

    /// Every service at one URL.
    ///
    /// Throws `AWSError` with code `badConfiguration` when it is none.
    package init(url: String) throws(AWSError) {
        overrides = ["": try Self.override(url, from: "the endpoint URL")]
    }

    /// As the AWS tools read them: `AWS_ENDPOINT_URL_<SERVICE>` before `AWS_ENDPOINT_URL` before the profile's
    /// `endpoint_url`. <https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html>
    ///
    /// Throws `AWSError` with code `badConfiguration` for one that is no URL.
    package init(environment: [String: String], profile: [String: String] = [:]) throws(AWSError) {
        var overrides: [String: Override] = [:]
        if let url = environment["AWS_ENDPOINT_URL"], !url.isEmpty {
            overrides[""] = try Self.override(url, from: "AWS_ENDPOINT_URL")
        } else if let url = profile["endpoint_url"], !url.isEmpty {
            overrides[""] = try Self.override(url, from: "the profile's endpoint_url")
        }
        for service in [AWSService.sts, .iam, .ec2, .s3] {
            let variable = "AWS_ENDPOINT_URL_\(service.name.uppercased())"
            if let url = environment[variable], !url.isEmpty {
                overrides[service.name] = try Self.override(url, from: variable)
            }
        }
        self.overrides = overrides
    }

    /// Throws `AWSError` with code `badConfiguration` for a region or bucket that can be part of no host name.
    func endpoint(for service: AWSService, region: String, bucket: String? = nil) throws(AWSError) -> Endpoint {
        guard Self.isRegion(region) else {
            throw AWSError(code: .badConfiguration, message: "\"\(region)\" is not the name of a region")
        }
        if let bucket, !Self.isBucket(bucket) {
            throw AWSError(code: .badConfiguration, message: "\"\(bucket)\" is not the name of a bucket")
        }
        let partition = Partition.of(region: region)
        let signingRegion = service.isGlobal ? partition.iamRegion : region
        let bucketPath = bucket.map { "/" + $0.percentEncoded() }
        if let base = overrides[service.name] ?? overrides[""] {
            return Endpoint(
                scheme: base.scheme,
                host: base.host,
                path: base.path + (bucketPath ?? "/"),
                signingRegion: signingRegion
            )
        }
        if service.isGlobal {
            return Endpoint(scheme: "https", host: partition.iamHost, path: "/", signingRegion: signingRegion)
        }
        let host = "\(service.name).\(region).\(partition.dnsSuffix)"
        if let bucket, Self.isHostLabel(bucket) {
            return Endpoint(scheme: "https", host: "\(bucket).\(host)", path: "/", signingRegion: signingRegion)
        }
        return Endpoint(scheme: "https", host: host, path: bucketPath ?? "/", signingRegion: signingRegion)
    }

    private static func override(_ url: String, from source: String) throws(AWSError) -> Override {
        guard let parts = URLComponents(string: url), let scheme = parts.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = parts.encodedHost, !host.isEmpty, parts.user == nil,
            parts.query == nil, parts.fragment == nil
        else {
            throw AWSError(
                code: .badConfiguration,
                message: "\(source) is not an endpoint: write it as https://host or http://host:port"
            )
        }
        let port = parts.port.flatMap { $0 == (scheme == "https" ? 443 : 80) ? nil : ":\($0)" } ?? ""
        var path = parts.percentEncodedPath
        while path.hasSuffix("/") { path.removeLast() }
        return Override(scheme: scheme, host: host.lowercased() + port, path: path)
    }

    static func isRegion(_ text: String) -> Bool { (1...32).contains(text.utf8.count) && isLowerCaseLabel(text) }

    private static func isBucket(_ text: String) -> Bool {
        (3...255).contains(text.utf8.count) && isLowerCaseLabel(text.lowercased().filter { $0 != "." && $0 != "_" })
    }

    /// Whether the bucket can be a label of a host name that the certificate's wildcard covers: no dots, no capitals.
    private static func isHostLabel(_ text: String) -> Bool {
        text.utf8.count <= 63 && isLowerCaseLabel(text) && !text.hasPrefix("-") && !text.hasSuffix("-")
    }

    private static func isLowerCaseLabel(_ text: String) -> Bool {
        text.utf8.allSatisfy { $0 == 45 || (48...57).contains($0) || (97...122).contains($0) }
    }
}
