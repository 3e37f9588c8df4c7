namespace Crochet.Packaging.Tests.PublicApi;

[TestClass]
public sealed class PublicApiTests
{
    private const string Accept = "CROCHET_ACCEPT_API";

    [TestMethod]
    [DataRow("Crochet.Loop")]
    [DataRow("Crochet.Proxy")]
    public async Task PublicApi_IsAsListed(string library)
    {
        var file = Path.Combine(Build.Root, "src", library, "PublicApi.txt");
        var actual = PublicApiListing.Of(library);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            await File.WriteAllTextAsync(file, string.Join('\n', actual) + '\n');

        var listed = await File.ReadAllLinesAsync(file);

        var difference = listed.Except(actual).Select(line => $"- {line}").Concat(actual.Except(listed).Select(line => $"+ {line}"));
        Assert.IsTrue(listed.SequenceEqual(actual), $"""
            The public API of {library} has changed:
            {string.Join('\n', difference)}
            To accept this, run the test once with {Accept}=1, which rewrites src/{library}/PublicApi.txt, and commit that.
            """);
    }
}
