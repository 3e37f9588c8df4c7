using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Tests.Answers;

[TestClass]
public sealed class OpenApiTests
{
    [TestMethod]
    public async Task Document_HasTheAnswersWithTheirSchema()
    {
        await using var site = await TestSite.StartAsync(static services => services.AddOpenApi(), static app =>
        {
            app.MapOpenApi();
            app.MapCrochetResults();
        });
        using var visitor = site.NewVisitor();

        var document = await visitor.GetAsync("/openapi/v1.json");

        var accepted = AnswersOf(document, "/jobs", "post");
        CollectionAssert.AreEqual(new[] { "202", "401", "429", "503" }, Names(accepted));
        Assert.AreEqual("#/components/schemas/CrochetResult",
            SchemaOf(accepted, "202", "application/json").GetProperty("$ref").GetString());
        Assert.AreEqual("#/components/schemas/ProblemDetails",
            SchemaOf(accepted, "429", "application/problem+json").GetProperty("$ref").GetString());
        foreach (var refusal in (string[])["401", "503"])
        {
            var schemaOfRefusal = SchemaOf(accepted, refusal, "application/problem+json");
            Assert.AreEqual("#/components/schemas/ProblemDetails", schemaOfRefusal.GetProperty("$ref").GetString());
        }

        var status = document.GetProperty("components").GetProperty("schemas").GetProperty("CrochetResultStatus");
        CollectionAssert.AreEqual(
            new[] { "queued", "running", "awaiting", "succeeded", "failed", "cancelled" },
            status.GetProperty("enum").EnumerateArray().Select(static name => name.GetString()).ToList());
        Assert.AreEqual(
            "#/components/schemas/CrochetResult",
            SchemaOf(AnswersOf(document, "/results/{id}/events", "get"), "200", "text/event-stream").GetProperty("$ref").GetString());
        CollectionAssert.AreEqual(new[] { "200", "401", "404" }, Names(AnswersOf(document, "/results/{id}", "get")));
        CollectionAssert.AreEqual(new[] { "204", "401", "404" }, Names(AnswersOf(document, "/results/{id}", "delete")));
        CollectionAssert.AreEqual(new[] { "200", "401", "404" }, Names(AnswersOf(document, "/results/{id}/events", "get")));
        Assert.AreEqual("array",
            SchemaOf(AnswersOf(document, "/results", "get"), "200", "application/json").GetProperty("type").GetString());
        var schema = document.GetProperty("components").GetProperty("schemas").GetProperty("CrochetResult").GetProperty("properties");
        CollectionAssert.AreEqual(new[] { "call", "error", "id", "progress", "result", "status" }, Names(schema));
    }

    private static JsonElement AnswersOf(JsonElement document, string path, string method) =>
        document.GetProperty("paths").GetProperty(path).GetProperty(method).GetProperty("responses");

    private static JsonElement SchemaOf(JsonElement answers, string statusCode, string contentType) =>
        answers.GetProperty(statusCode).GetProperty("content").GetProperty(contentType).GetProperty("schema");

    private static List<string> Names(JsonElement element) =>
        [.. element.EnumerateObject().Select(static property => property.Name).Order()];
}
