import Foundation
import Testing

@testable import AWS

/// Cases of AWS's own Signature Version 4 test suite (`aws-sig-v4-test-suite`).
@Suite struct SigV4Tests {
    private static let date = Date(timeIntervalSince1970: 1_440_938_160)  // 2015-08-30T12:36:00Z
    private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

    struct Vector: CustomTestStringConvertible {
        var testDescription: String
        var method = "GET"
        var path = "/"
        var query: [(String, String)] = []
        var headers: [(String, String)] = []
        var signedNames = "host;x-amz-date"
        var signature: String
    }

    static let vectors = [
        Vector(
            testDescription: "get-vanilla",
            signature: "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        ),
        Vector(
            testDescription: "post-vanilla",
            method: "POST",
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"
        ),
        Vector(
            testDescription: "get-vanilla-query-order-key-case",
            query: [("Param2", "value2"), ("Param1", "value1")],
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
        ),
        Vector(
            testDescription: "get-header-key-duplicate",
            headers: [("My-Header1", "value2"), ("My-Header1", "value2"), ("My-Header1", "value1")],
            signedNames: "host;my-header1;x-amz-date",
            signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"
        ),
        Vector(
            testDescription: "get-header-value-trim",
            headers: [("My-Header1", " value1"), ("My-Header2", " \"a   b   c\"")],
            signedNames: "host;my-header1;my-header2;x-amz-date",
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
        ),
    ]

    @Test(arguments: vectors)
    func signatureIsThePublishedOne(_ vector: Vector) {
        let signed = sign(vector, with: SigningKeys())
        #expect(
            signed == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=\(vector.signedNames), Signature=\(vector.signature)"
        )
    }

    @Test func cachedKeySignsAsTheFirstOne() {
        let keys = SigningKeys()
        #expect(sign(Self.vectors[0], with: keys) == sign(Self.vectors[0], with: keys))
    }

    @Test func secretSetRightUnderTheSameIDIsSignedWithItsOwnKey() {
        let keys = SigningKeys()
        let wrong = sign(Self.vectors[0], with: keys, secret: "wrong")
        let right = sign(Self.vectors[0], with: keys)
        #expect(wrong != right)
        #expect(right.hasSuffix(Self.vectors[0].signature))
    }

    /// The canonical request of every service but S3 holds the path encoded twice, as botocore does it.
    @Test func pathIsEncodedTwiceExceptForS3() {
        let once = sign(Vector(testDescription: "", path: "/a%20b", signature: ""), with: SigningKeys(), twice: false)
        let twice = sign(Vector(testDescription: "", path: "/a%20b", signature: ""), with: SigningKeys(), twice: true)
        let byHand = sign(
            Vector(testDescription: "", path: "/a%2520b", signature: ""),
            with: SigningKeys(),
            twice: false
        )
        #expect(once != twice)
        #expect(twice == byHand)
    }

    @Test func headersThatChangeOnTheWayAreNotSigned() {
        let plain = sign(Self.vectors[0], with: SigningKeys())
        var vector = Self.vectors[0]
        vector.headers = [
            ("User-Agent", "x"), ("Content-Length", "3"), ("Expect", "100-continue"), ("Connection", "close"),
        ]
        #expect(sign(vector, with: SigningKeys()) == plain)
    }

    private func sign(
        _ vector: Vector,
        with keys: SigningKeys,
        secret: String = Self.secret,
        twice: Bool = true
    ) -> String {
        let signer = SigV4(
            credentials: Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: secret),
            region: "us-east-1",
            service: "service",
            date: Self.date,
            encodesPathTwice: twice,
            keys: keys
        )
        let request = SigV4.Request(
            method: vector.method,
            path: vector.path,
            query: vector.query.map { (name: $0.0, value: $0.1) },
            headers: [("Host", "example.amazonaws.com")] + vector.headers.map { (name: $0.0, value: $0.1) },
            payloadHash: "".sha256
        )
        return signer.signedHeaders(of: request).last?.value ?? ""
    }
}
