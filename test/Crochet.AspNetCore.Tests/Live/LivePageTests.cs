using System.Net;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Crochet.Tests.Live;

[TestClass]
public sealed class LivePageTests
{
    private static readonly string[] _addresses =
        ["/crochet", "/crochet/snapshot", "/crochet/events", "/crochet/page.css", "/crochet/page.js", "/crochet/icon.svg"];

    [TestMethod]
    public async Task Snapshot_HasEachLoop()
    {
        await using var site = await StartAsync("Development");
        using var visitor = site.NewVisitor();

        var snapshot = await visitor.GetAsync("/crochet/snapshot");

        var loop = snapshot.GetProperty("loops")[0];
        Assert.AreEqual(site.Loop.Name, loop.GetProperty("name").GetString());
        Assert.AreEqual("Running", loop.GetProperty("state").GetString());
        Assert.AreEqual(0, snapshot.GetProperty("groups").GetArrayLength());
        Assert.AreEqual(0, snapshot.GetProperty("objects").GetArrayLength());
    }

    [TestMethod]
    public async Task Events_FollowUntilTheHostBeginsToStop()
    {
        await using var site = await StartAsync("Development");
        using var visitor = site.NewVisitor();
        using var events = await visitor.FollowAsync("/crochet/events");

        var first = await events.NextAsync();
        var second = await events.NextAsync();
        site.App.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        Assert.AreEqual(site.Loop.Name, first.GetProperty("loops")[0].GetProperty("name").GetString());
        Assert.IsGreaterThan(
            first.GetProperty("loops")[0].GetProperty("takenAt").GetDateTimeOffset(),
            second.GetProperty("loops")[0].GetProperty("takenAt").GetDateTimeOffset());
        await events.AssertEndAsync();
    }

    [TestMethod]
    public async Task OtherMethods_AreNotAllowed()
    {
        await using var site = await StartAsync("Development");
        using var visitor = site.NewVisitor();

        foreach (var address in _addresses)
        {
            foreach (var method in (string[])["POST", "PUT", "DELETE", "HEAD", "OPTIONS"])
            {
                using var response = await visitor.SendAsync(new HttpMethod(method), address);
                Assert.AreEqual(HttpStatusCode.MethodNotAllowed, response.StatusCode, $"{method} {address}");
                Assert.AreEqual("GET", response.Content.Headers.Allow.Single());
            }
        }
    }

    [TestMethod]
    public async Task OutsideDevelopment_WithoutAuthorization_IsNotFoundAndSaysSoOnce()
    {
        await using var site = await StartAsync("Production");
        using var visitor = site.NewVisitor();

        foreach (var address in _addresses)
        {
            Assert.AreEqual(HttpStatusCode.NotFound, await visitor.GetStatusCodeAsync(address));
            using var posted = await visitor.SendAsync(HttpMethod.Post, address);
            Assert.AreEqual(HttpStatusCode.NotFound, posted.StatusCode);
        }

        var entry = site.Log.At(LogLevel.Warning).Single(static entry => entry.Category == "Crochet.AspNetCore");
        Assert.Contains("RequireAuthorization()", entry.Message);
    }

    [TestMethod]
    public async Task OutsideDevelopment_WithAuthorization_IsForWhoeverMay()
    {
        await using var site = await StartAsync("Production", static app => app.MapCrochet().RequireAuthorization());
        await AssertIsForAliceAsync(site);
    }

    [TestMethod]
    public async Task OutsideDevelopment_InAGroupWithAPolicy_IsForWhoeverMay()
    {
        var policy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
        await using var site = await StartAsync("Production", app => app.MapGroup("").RequireAuthorization(policy).MapCrochet());
        await AssertIsForAliceAsync(site);
    }

    [TestMethod]
    public async Task OutsideDevelopment_AllowAnonymous_IsNotFound()
    {
        await using var site = await StartAsync("Production", static app => app.MapCrochet().RequireAuthorization().AllowAnonymous());
        using var alice = site.NewVisitor("alice");

        Assert.AreEqual(HttpStatusCode.NotFound, await alice.GetStatusCodeAsync("/crochet"));
    }

    [TestMethod]
    [DataRow("", "/", "./")]
    [DataRow("/crochet", "/crochet", "./crochet/")]
    [DataRow("/crochet", "/crochet/", "./")]
    [DataRow("/a:b/c d", "/a:b/c%20d", "./c%20d/")]
    [DataRow("/{tenant}", "/%22%3E%3Cscript%3E", "./%22%3E%3Cscript%3E/")]
    public async Task Page_LoadsBySelfRelativeAddresses(string prefix, string address, string expectedBase)
    {
        await using var site = await StartAsync("Development", app => app.MapCrochet(prefix));
        using var visitor = site.NewVisitor();

        using var response = await visitor.SendAsync(HttpMethod.Get, address);

        var page = await response.Content.ReadAsStringAsync();
        Assert.AreEqual("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains($"src=\"{expectedBase}page.js\"", page);
        Assert.Contains($"data-base=\"{expectedBase}\"", page);
        Assert.DoesNotContain("{base}", page);
    }

    [TestMethod]
    public void MapCrochet_WithoutCrochet_SaysWhatToCall()
    {
        var app = WebApplication.CreateSlimBuilder().Build();

        var exception = Assert.ThrowsExactly<InvalidOperationException>(() => app.MapCrochet());

        Assert.Contains("AddCrochet()", exception.Message);
    }

    private static async Task AssertIsForAliceAsync(TestSite site)
    {
        using var alice = site.NewVisitor("alice");
        using var nobody = site.NewVisitor();

        foreach (var address in _addresses)
        {
            Assert.AreEqual(HttpStatusCode.Unauthorized, await nobody.GetStatusCodeAsync(address));
            Assert.AreEqual(HttpStatusCode.OK, await alice.GetStatusCodeAsync(address));
        }
    }

    private static Task<TestSite> StartAsync(string environment, Action<WebApplication>? map = null) => TestSite.StartAsync(
        static services =>
        {
            services.AddAuthentication("Test").AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, TestUserHandler>(
                "Test", null);
            services.AddAuthorization();
        },
        app =>
        {
            app.MapCrochetResults();
            if (map is null)
                app.MapCrochet();
            else
                map(app);
        },
        environment);
}
