using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Crochet.Samples.Tests.Snippets;

#region interface
public interface IImports
{
    [RunInReactor]
    EventualResult<int> Start(string file);
}
#endregion

[TestClass]
public sealed class Web
{
    [TestMethod]
    public async Task ResultsOverHttp_AreAsThePageShows()
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseUrls(SampleProgram.AnyPort);
        builder.Logging.ClearProviders();

        #region services
        builder.Services.AddCrochet().AddProxied<IImports, Importer>();
        builder.Services.AddCrochetResults();
        builder.Services.AddCrochetExceptionHandler();
        #endregion

        await using var app = builder.Build();

        #region endpoints
        app.UseExceptionHandler();
        app.MapPost("/imports", (IImports imports) => CrochetResults.Accepted(imports.Start("orders.csv")));
        app.MapCrochetResults();
        #endregion

        #region page
        app.MapCrochet().RequireAuthorization("operators");
        #endregion

        await app.StartAsync();
        using var visitor = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };

        using var answer = await visitor.PostAsync("/imports", content: null);
        var events = await visitor.GetStringAsync($"{answer.Headers.Location}/events");

        Assert.AreEqual(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Contains("\"call\":\"IImports.Start\",\"status\":\"succeeded\",\"progress\":null,\"result\":10", events);
    }

    private sealed class Importer
    {
        public int Start(string file) => file.Length;
    }
}
