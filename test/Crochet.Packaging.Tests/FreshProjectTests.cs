namespace Crochet.Packaging.Tests;

[TestClass]
public sealed class FreshProjectTests
{
    private const string Program = """
        using Crochet;
        using Microsoft.Extensions.DependencyInjection;

        var services = new ServiceCollection();
        services.AddSingleton<IGreeting, Greeting>();
        services.AddCrochet();
        using var provider = services.BuildServiceProvider();
        Console.WriteLine(provider.GetRequiredService<IGreeting>().Greet("fresh project"));

        public interface IGreeting
        {
            [WaitFor(seconds: 15)]
            string Greet(string name);
        }

        public sealed class Greeting : IGreeting
        {
            public string Greet(string name) => $"Hello, {name}, from the loop '{EventLoop.Current?.Name}'";
        }
        """;

    [TestMethod]
    public async Task Program_WithThePackages_Runs()
    {
        var project = await FreshProject.CreateAsync(Program);

        var (exitCode, output) = await project.RunAsync();

        Assert.AreEqual(0, exitCode, output);
        Assert.AreEqual("Hello, fresh project, from the loop 'Crochet'", output.Trim());
    }

    [TestMethod]
    public async Task Program_WithThePackageForTests_Runs()
    {
        var project = await FreshProject.CreateAsync(
            """
            using Crochet.Testing;

            using var test = new TestLoop();
            test.AddCaller(() => Console.WriteLine(test.Loop.WaitFor(TimeSpan.FromHours(2), async () =>
            {
                await Task.Delay(TimeSpan.FromHours(1), test.Loop.TimeProvider);
                return "An hour later";
            })));
            test.RunToEnd();
            """,
            library: "Crochet.Testing");

        var (exitCode, output) = await project.RunAsync();

        Assert.AreEqual(0, exitCode, output);
        Assert.AreEqual("An hour later", output.Trim());
    }

    [TestMethod]
    public async Task Program_WithAWrongInterface_DoesNotBuild()
    {
        var project = await FreshProject.CreateAsync(Program.Replace("[WaitFor(seconds: 15)]", "[RunInReactor]", StringComparison.Ordinal));

        var (exitCode, output) = await project.BuildAsync();

        Assert.AreNotEqual(0, exitCode, output);
        Assert.Contains("error CRO001: IGreeting.Greet", output);
    }
}
