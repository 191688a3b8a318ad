package import Foundation
package import Transport

/// Sends operations to AWS. One for a process: what it learns (signing keys, clocks, buckets' regions, how hosts bear up)
/// serves all accounts.
///
/// The client itself sends nothing for others: `reader` gives a scope that reads, `writer` one that writes as well.
package struct AWSClient: Sendable {
    private let transport: any HTTPTransport
    private let endpoints: Endpoints
    private let retry: RetryPolicy
    private let now: @Sendable () -> Date
    private let sleep: @Sendable (Duration) async throws -> Void
    private let random: @Sendable () -> UInt64
    private let keys = SigningKeys()
    private let skew = ClockSkew()
    private let tokens = RetryTokens()
    private let bucketRegions = BucketRegions()

    package init(
        transport: any HTTPTransport,
        endpoints: Endpoints = Endpoints(),
        retry: RetryPolicy = RetryPolicy(),
        now: @escaping @Sendable () -> Date = { Date() },
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        random: @escaping @Sendable () -> UInt64 = { .random(in: .min ... .max) }
    ) {
        self.transport = transport
        self.endpoints = endpoints
        self.retry = retry
        self.now = now
        self.sleep = sleep
        self.random = random
    }

    /// A scope that can read. `account` is what errors say; whose credentials they are decides.
    package func reader(
        account: String,
        region: String,
        credentials: any CredentialsProvider
    ) -> AWSReader {
        AWSReader(account: account, region: region, client: self, credentials: credentials)
    }

    /// A scope that can write too.
    package func writer(
        account: String,
        region: String,
        credentials: any CredentialsProvider
    ) -> AWSWriter {
        AWSWriter(reader: reader(account: account, region: region, credentials: credentials))
    }

    /// Encodes once; then finds the endpoint, signs, sends and reads, again for as long as that helps.
    func send<O: AWSOperation>(
        _ operation: O,
        account: String,
        region: String,
        credentials: any CredentialsProvider
    ) async throws(AWSError) -> O.Response {
        var call = Call(O.self, account: account, region: region, id: invocationID())
        let request: PreparedRequest
        do {
            request = try PreparedRequest(operation)
        } catch {
            throw call.error(AWSError(code: .badConfiguration, message: "the request cannot be encoded: \(error)"))
        }
        if let bucket = request.route.bucket { call.target = bucketRegions[bucket] ?? region }
        while true {
            let attempt: Attempt
            do {
                attempt = try await prepare(O.service, request, call, credentials)
            } catch {
                throw call.error(error)
            }
            call.attempts += 1
            do throws(Failure) {
                let response = try await transmit(signed(request, O.service, attempt, call))
                let reader = ResponseReader<O>(host: attempt.endpoint.host, region: attempt.endpoint.signingRegion)
                let answer = try reader.read(response)
                tokens.refund(call.lastCost, host: attempt.endpoint.host)
                return answer
            } catch {
                call.record(error)
                guard let wait = remedy(error, request, attempt, &call) else {
                    throw call.error(error.error, hiding: attempt.credentials)
                }
                do {
                    if wait > .zero { try await sleep(wait) }
                } catch {
                    throw call.error(AWSError(code: .cancelled, message: "cancelled while waiting to repeat the call"))
                }
            }
        }
    }

    /// What one attempt goes by; all of it may be another the next time.
    private struct Attempt {
        var endpoint: Endpoints.Endpoint
        var credentials: Credentials
        var signedAt: Date
    }

    private func prepare(
        _ service: AWSService,
        _ request: PreparedRequest,
        _ call: Call,
        _ credentials: any CredentialsProvider
    ) async throws(AWSError) -> Attempt {
        let endpoint = try endpoints.endpoint(for: service, region: call.target, bucket: request.route.bucket)
        let credentials = try await credentials.credentials()
        return Attempt(
            endpoint: endpoint,
            credentials: credentials,
            signedAt: now() + skew.offset(host: endpoint.host)
        )
    }

    private func transmit(_ request: HTTPRequest) async throws(Failure) -> HTTPResponse {
        do throws(TransportError) {
            return try await transport.send(request)
        } catch {
            throw Failure(error)
        }
    }

    /// How long to wait before the next attempt, having put right what can be; nil when there shall be none.
    private func remedy(_ failure: Failure, _ request: PreparedRequest, _ attempt: Attempt, _ call: inout Call)
        -> Duration?
    {
        guard let remedy = failure.remedy, call.mayRepeat(failure) else { return nil }
        let host = attempt.endpoint.host
        switch remedy {
        case .inRegion(let actual):
            guard let bucket = request.route.bucket, !call.moved else { return nil }
            call.moved = true
            call.target = actual
            bucketRegions[bucket] = actual
            return .zero
        case .signBy(let serverTime):
            guard call.retries + 1 < retry.maxAttempts,
                skew.correct(host: host, signedAt: attempt.signedAt, now: now(), serverTime: serverTime)
            else { return nil }
            call.retries += 1
            return .zero
        case .again(let reason):
            let cost = RetryTokens.cost(reason)
            guard call.retries + 1 < retry.maxAttempts, tokens.take(cost, host: host) else { return nil }
            call.lastCost = cost
            call.retries += 1
            let fraction = Double(random() >> 11) / 9_007_199_254_740_992
            return retry.delay(
                before: call.retries + 1,
                reason,
                serverAsks: failure.retryAfter,
                random: fraction
            )
        }
    }

    private func signed(
        _ request: PreparedRequest,
        _ service: AWSService,
        _ attempt: Attempt,
        _ call: Call
    ) -> HTTPRequest {
        let endpoint = attempt.endpoint
        let signer = SigV4(
            credentials: attempt.credentials,
            region: endpoint.signingRegion,
            service: service.name,
            date: attempt.signedAt,
            encodesPathTwice: service.wireProtocol != .restXML,
            keys: keys
        )
        let headers =
            request.headers(host: endpoint.host) + [
                ("amz-sdk-invocation-id", call.id),
                ("amz-sdk-request", "attempt=\(call.retries + 1); max=\(retry.maxAttempts)"),
            ]
        let signable = SigV4.Request(
            method: request.route.method.rawValue,
            path: endpoint.path,
            query: request.query,
            headers: headers,
            payloadHash: request.payloadHash
        )
        let query = request.query.map { "?\($0.name)" }.joined()
        return HTTPRequest(
            method: signable.method,
            url: "\(endpoint.scheme)://\(endpoint.host)\(endpoint.path)\(query)",
            headers: signer.signedHeaders(of: signable),
            body: request.body
        )
    }

    /// Thirty-two hexadecimal digits of the injected randomness, grouped as a UUID.
    private func invocationID() -> String {
        let digits = [random(), random()].flatMap { number in
            (0..<8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
        }
        let hex = Array(digits.hex)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }.joined(separator: "-")
    }
}
