using System.Net;
using Microsoft.AspNetCore.Builder;

namespace Crochet.Tests.Results;

[TestClass]
public sealed class OwnerTests
{
    [TestMethod]
    public async Task Cookie_OfAVisitor_IsRandomHttpOnlyAndLax()
    {
        await using var site = await TestSite.StartAsync();
        using var one = site.NewVisitor();
        using var other = site.NewVisitor();

        var cookie = await CookieAsync(one, "/jobs");

        Assert.MatchesRegex("^crochet-owner=[0-9a-f]{32}; path=/; samesite=lax; httponly$", cookie);
        Assert.AreNotEqual(cookie, await CookieAsync(other, "/jobs"));
    }

    [TestMethod]
    public async Task Cookie_OverHttps_IsSecure()
    {
        await using var site = await TestSite.StartAsync();
        using var visitor = site.NewVisitor();

        Assert.Contains("; secure;", await CookieAsync(visitor, "https://localhost/jobs"));
    }

    [TestMethod]
    public async Task Cookie_IsSetByAcceptedAlone()
    {
        await using var site = await TestSite.StartAsync();
        using var visitor = site.NewVisitor();

        using var list = await visitor.SendAsync(HttpMethod.Get, "/results");

        Assert.AreEqual("[]", await list.Content.ReadAsStringAsync());
        Assert.IsFalse(list.Headers.Contains("Set-Cookie"));
        await visitor.StartAsync();
        using var second = await visitor.SendAsync(HttpMethod.Post, "/jobs");
        Assert.IsFalse(second.Headers.Contains("Set-Cookie"));
    }

    [TestMethod]
    public async Task OtherVisitor_SeesNothing()
    {
        await using var site = await TestSite.StartAsync();
        using var one = site.NewVisitor();
        using var other = site.NewVisitor();
        var id = await one.StartAndGetIdAsync();
        await other.StartAsync();

        Assert.AreEqual(HttpStatusCode.NotFound, await other.GetStatusCodeAsync($"/results/{id}"));
        Assert.AreEqual(HttpStatusCode.NotFound, await other.GetStatusCodeAsync($"/results/{id}/events"));
        using var deletion = await other.SendAsync(HttpMethod.Delete, $"/results/{id}");
        Assert.AreEqual(HttpStatusCode.NotFound, deletion.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, await one.GetStatusCodeAsync($"/results/{id}"));
    }

    [TestMethod]
    public async Task User_OwnsByNameAndIssuer()
    {
        await using var site = await SiteWithUsersAsync();
        using var alice = site.NewVisitor("alice@one");
        using var again = site.NewVisitor("alice@one");
        using var namesake = site.NewVisitor("alice@other");
        var id = await alice.StartAndGetIdAsync();

        Assert.AreEqual(HttpStatusCode.OK, await again.GetStatusCodeAsync($"/results/{id}"));
        Assert.AreEqual(HttpStatusCode.NotFound, await namesake.GetStatusCodeAsync($"/results/{id}"));
        using var response = await alice.SendAsync(HttpMethod.Post, "/jobs");
        Assert.IsFalse(response.Headers.Contains("Set-Cookie"));
    }

    [TestMethod]
    public async Task User_BySubClaim_Owns()
    {
        await using var site = await SiteWithUsersAsync("sub");
        using var alice = site.NewVisitor("alice");
        var id = await alice.StartAndGetIdAsync();

        Assert.AreEqual(HttpStatusCode.OK, await alice.GetStatusCodeAsync($"/results/{id}"));
    }

    [TestMethod]
    public async Task UserWithoutAName_IsAnsweredWith401AndTheCallCancelled()
    {
        await using var site = await SiteWithUsersAsync();
        var result = site.Loop.RunInReactor(token => Task.Delay(Timeout.Infinite, token));
        site.Work = () => result;
        using var nameless = site.NewVisitor("?");

        using var response = await nameless.SendAsync(HttpMethod.Post, "/jobs");

        Assert.AreEqual(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        await Assert.ThrowsAsync<OperationCanceledException>(() => result.AsTask().WaitAsync(TestTimeouts.MustNotElapse));
        Assert.AreEqual(HttpStatusCode.Unauthorized, await nameless.GetStatusCodeAsync("/results"));
        Assert.AreEqual(HttpStatusCode.Unauthorized, await nameless.GetStatusCodeAsync("/results/x"));
    }

    [TestMethod]
    public async Task CookieOfAVisitor_NeverEqualsAUser()
    {
        await using var site = await SiteWithUsersAsync();
        using var alice = site.NewVisitor("alice");
        var id = await alice.StartAndGetIdAsync();
        using var impostor = site.NewVisitor();

        foreach (var cookie in (string[])["alice", "user:4:here:alice", "visitor:user:4:here:alice"])
        {
            using var response = await impostor.SendAsync(
                HttpMethod.Get, $"/results/{id}", request => request.Headers.Add("Cookie", $"crochet-owner={cookie}"));
            Assert.AreEqual(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [TestMethod]
    public async Task SigningIn_MovesNoResults()
    {
        await using var site = await SiteWithUsersAsync();
        using var visitor = site.NewVisitor();
        var id = await visitor.StartAndGetIdAsync();

        using var signedIn =
            await visitor.SendAsync(HttpMethod.Get, $"/results/{id}", request => request.Headers.Add(Visitor.UserHeader, "alice"));

        Assert.AreEqual(HttpStatusCode.NotFound, signedIn.StatusCode);
        Assert.AreEqual(HttpStatusCode.OK, await visitor.GetStatusCodeAsync($"/results/{id}"));
    }

    [TestMethod]
    public async Task OwnerOption_Null_IsAnsweredWith401AndTheCallCancelled()
    {
        await using var site = await TestSite.StartAsync(
            results: static options => options.Owner = static context => (string?)context.Request.Headers["Tenant"] ?? null);
        var result = site.Loop.RunInReactor(token => Task.Delay(Timeout.Infinite, token));
        site.Work = () => result;
        using var visitor = site.NewVisitor();

        using var refused = await visitor.SendAsync(HttpMethod.Post, "/jobs");

        Assert.AreEqual(HttpStatusCode.Unauthorized, refused.StatusCode);
        await Assert.ThrowsAsync<OperationCanceledException>(() => result.AsTask().WaitAsync(TestTimeouts.MustNotElapse));
        site.Work = static () => EventualResult.Completed;
        using var accepted = await visitor.SendAsync(HttpMethod.Post, "/jobs", static request => request.Headers.Add("Tenant", "blue"));
        Assert.AreEqual(HttpStatusCode.Accepted, accepted.StatusCode);
        Assert.IsFalse(accepted.Headers.Contains("Set-Cookie"));
    }

    private static Task<TestSite> SiteWithUsersAsync(string claimType = System.Security.Claims.ClaimTypes.NameIdentifier) =>
        TestSite.StartAsync(map: app =>
        {
            app.UseTestUsers(claimType);
            app.MapCrochetResults();
        });

    private static async Task<string> CookieAsync(Visitor visitor, string address)
    {
        using var response = await visitor.SendAsync(HttpMethod.Post, address);
        return response.Headers.GetValues("Set-Cookie").Single();
    }
}
