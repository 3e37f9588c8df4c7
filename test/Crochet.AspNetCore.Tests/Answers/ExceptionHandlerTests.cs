using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Answers;

[TestClass]
public sealed class ExceptionHandlerTests
{
    [TestMethod]
    public async Task StoppedLoop_IsAnsweredWith503()
    {
        var response = await AnswerToAsync(new EventLoopStoppedException("Engine"));

        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable);
        Assert.AreEqual(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
    }

    [TestMethod]
    public async Task WithdrawnTimeout_IsAnsweredWith503()
    {
        var response = await AnswerToAsync(new CrochetTimeoutException("IJobs.Run", TimeSpan.FromSeconds(1), isWithdrawn: true));

        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable);
        Assert.AreEqual(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
    }

    [TestMethod]
    public async Task OtherTimeout_IsAnsweredWith504()
    {
        var response = await AnswerToAsync(new CrochetTimeoutException("IJobs.Run", TimeSpan.FromSeconds(1)));

        await AssertProblemAsync(response, HttpStatusCode.GatewayTimeout);
        Assert.IsNull(response.Headers.RetryAfter);
    }

    [TestMethod]
    public async Task OtherFailure_IsLeftToOthers()
    {
        var response = await AnswerToAsync(new InvalidDataException("No such ledger."));

        Assert.AreEqual(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [TestMethod]
    public async Task RefusedCall_IsAnsweredWith503()
    {
        var response = await AnswerToAsync(new EventLoopOverloadedException("Engine", "IJobs.Run", 10));

        await AssertProblemAsync(response, HttpStatusCode.ServiceUnavailable);
        Assert.AreEqual(TimeSpan.FromSeconds(1), response.Headers.RetryAfter!.Delta);
    }

    private static async Task<HttpResponseMessage> AnswerToAsync(Exception exception)
    {
        await using var site = await TestSite.StartAsync(static services => services.AddCrochetExceptionHandler(), app =>
        {
            app.UseExceptionHandler();
            app.UseRouting();
            app.MapGet("/fail", () => { throw exception; });
        });
        using var visitor = site.NewVisitor();
        return await visitor.SendAsync(HttpMethod.Get, "/fail", static request => request.Headers.Add("Accept", "text/html"));
    }

    private static async Task AssertProblemAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        Assert.AreEqual(expected, response.StatusCode);
        Assert.AreEqual("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        Assert.AreEqual((int)expected, (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("status").GetInt32());
    }
}
