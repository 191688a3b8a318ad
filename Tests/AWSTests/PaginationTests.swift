import Testing

@testable import AWS

@Suite struct PaginationTests {
    private func page(_ ids: [String], next: String?) -> ScriptedTransport.Answer {
        let items = ids.map {
            "<item><snapshotId>\($0)</snapshotId><volumeId>v</volumeId><status>completed</status></item>"
        }
        let token = next.map { "<nextToken>\($0)</nextToken>" } ?? ""
        return .answer(
            200,
            "<DescribeSnapshotsResponse><snapshotSet>\(items.joined())</snapshotSet>\(token)</DescribeSnapshotsResponse>"
        )
    }

    @Test func pagesAreJoinedThroughAnEmptyOne() async throws {
        let rig = Rig([page(["a"], next: "1"), page([], next: "2"), page(["b", "c"], next: nil)])
        let all = try await rig.reader.all(EC2.DescribeSnapshots())
        #expect(all.map(\.id) == ["a", "b", "c"])
        #expect(rig.transport.requests.map { $0.form["NextToken"] } == [nil, "1", "2"])
    }

    @Test(arguments: ["", "1"])
    func emptyOrRepeatedTokenEndsTheListing(_ token: String) async throws {
        let rig = Rig([page(["a"], next: "1"), page(["b"], next: token), page(["c"], next: nil)])
        let all = try await rig.reader.all(EC2.DescribeSnapshots())
        #expect(all.map(\.id) == ["a", "b"])
    }

    @Test func iamPagesByMarker() async throws {
        let rig = Rig([
            .answer(
                200,
                "<ListUserPoliciesResponse><ListUserPoliciesResult><PolicyNames><member>a</member></PolicyNames>"
                    + "<IsTruncated>true</IsTruncated><Marker>m</Marker></ListUserPoliciesResult></ListUserPoliciesResponse>"
            ),
            .answer(
                200,
                "<ListUserPoliciesResponse><ListUserPoliciesResult><PolicyNames><member>b</member></PolicyNames>"
                    + "<IsTruncated>false</IsTruncated></ListUserPoliciesResult></ListUserPoliciesResponse>"
            ),
        ])
        #expect(try await rig.reader.all(IAM.ListUserPolicies(userName: "u")) == ["a", "b"])
        #expect(rig.transport.requests.last?.form["Marker"] == "m")
    }
}
