using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crochet.Tests.Containers;

[TestClass]
public sealed class ConfigurationTests
{
    private readonly ServiceCollection _services = new();

    [TestMethod]
    public void Options_BoundFromASection_AreAllThere()
    {
        Configure("""
            {
              "Loop": {
                "Name": "Configured", "IsBackground": false, "StashLifetime": "00:05:00",
                "SlowTurnThreshold": "00:00:01", "MaxPoolCompensation": 7
              },
              "SameLoopCalls": "RunInPlace",
              "DrainTimeout": "00:00:02",
              "Timeouts": { "IDns.GetHostByName": "00:00:10" }
            }
            """);
        _services.AddCrochet().AddProxied<IDns, Dns>();
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<CrochetOptions>>().Value;

        Assert.AreEqual("Configured", provider.GetRequiredService<EventLoop>().Name);
        Assert.IsFalse(options.Loop.IsBackground);
        Assert.AreEqual(TimeSpan.FromMinutes(5), options.Loop.StashLifetime);
        Assert.AreEqual(TimeSpan.FromSeconds(1), options.Loop.SlowTurnThreshold);
        Assert.AreEqual(7, options.Loop.MaxPoolCompensation);
        Assert.AreSame(TimeProvider.System, options.Loop.TimeProvider);
        Assert.AreEqual(SameLoopCallBehavior.RunInPlace, options.SameLoopCalls);
        Assert.AreEqual(TimeSpan.FromSeconds(2), options.DrainTimeout);
        Assert.AreEqual(TimeSpan.FromSeconds(10), options.Timeouts["IDns.GetHostByName"]);
    }

    [TestMethod]
    public void Defaults_OfTheOptions_AreAsPromised()
    {
        var options = new CrochetOptions();

        Assert.AreEqual(SameLoopCallBehavior.Throw, options.SameLoopCalls);
        Assert.AreEqual(TimeSpan.FromSeconds(5), options.DrainTimeout);
        Assert.IsEmpty(options.Timeouts);
        Assert.AreEqual("Crochet", options.Loop.Name);
    }

    [TestMethod]
    public void Loop_Null_IsRefusedByName()
    {
        _services.AddCrochet(options => options.Loop = null!);
        _services.AddCrochet(options => options.DrainTimeout = TimeSpan.Zero);
        using var provider = _services.BuildServiceProvider();

        var exception = Assert.ThrowsExactly<OptionsValidationException>(provider.GetRequiredService<EventLoop>);

        Assert.Contains("CrochetOptions.Loop is null", exception.Message);
    }

    [TestMethod]
    public void Timeout_OfAMember_ReplacesTheAttributes()
    {
        Configure("""{ "Timeouts": { "IDns.GetHostByName": "00:00:00.020" } }""");

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), TimeoutOf<IDns>(dns => dns.GetHostByName("x")));
    }

    [TestMethod]
    public void Timeout_OfAnInterface_ReplacesThoseOfAllItsMembers()
    {
        Configure("""{ "Timeouts": { "IDns": "00:00:00.020" } }""");

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), TimeoutOf<IDns>(dns => dns.GetHostByName("x")));
        Assert.AreEqual(TimeSpan.FromMilliseconds(20), TimeoutOf<IDns>(dns => _ = dns.Latest));
    }

    [TestMethod]
    public void Timeout_OfAMember_ComesBeforeItsInterfaces()
    {
        Configure("""{ "Timeouts": { "IDns": "00:05", "IDns.GetHostByName": "00:00:00.020", "IDns.Latest": "00:00:00.030" } }""");

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), TimeoutOf<IDns>(dns => dns.GetHostByName("x")));
        Assert.AreEqual(TimeSpan.FromMilliseconds(30), TimeoutOf<IDns>(dns => _ = dns.Latest));
    }

    [TestMethod]
    [DataRow("IRepository<Order>.Find")]
    [DataRow("IRepository<Order>")]
    [DataRow("IRepository<Order>.FindMany")]
    public void Timeout_OfAGenericInterface_GoesByItsNameInCSharp(string name)
    {
        Configure($$"""{ "Timeouts": { "{{name}}": "00:00:00.020" } }""");
        _services.AddSingleton<IRepository<Order>, Orders>();

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), name.EndsWith("FindMany", StringComparison.Ordinal)
            ? TimeoutOf<IRepository<Order>>(orders => orders.FindMany<string>())
            : TimeoutOf<IRepository<Order>>(orders => orders.Find(1)));
    }

    [TestMethod]
    [DataRow("IMap<string, int?>.Get")]
    [DataRow("IMap<string,int?>.Get")]
    public void Timeout_OfSeveralTypeArguments_DoesNotCountBlanks(string name)
    {
        Configure($$"""{ "Timeouts": { "{{name}}": "00:00:00.020" } }""");
        _services.AddSingleton<IMap<string, int?>, Map>();

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), TimeoutOf<IMap<string, int?>>(map => map.Get("x")));
    }

    [TestMethod]
    [DataRow("IInheriting.GetHostByName")]
    [DataRow("IInheriting")]
    [DataRow("IDns.GetHostByName")]
    [DataRow("IDns")]
    public void Timeout_OfAnInheritedMember_GoesByEitherInterface(string name)
    {
        Configure($$"""{ "Timeouts": { "{{name}}": "00:00:00.020" } }""");
        _services.AddSingleton<IInheriting, Dns>();

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), TimeoutOf<IInheriting>(dns => dns.GetHostByName("x")));
    }

    [TestMethod]
    public void Timeout_OfATaskMember_ReplacesTheAttributes()
    {
        Configure("""{ "Timeouts": { "IDns.GetHostByNameAsync": "00:00:00.020" } }""");

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), TimeoutOf<IDns>(dns => dns.GetHostByNameAsync("x").GetAwaiter().GetResult()));
    }

    [TestMethod]
    public void Timeout_WrongNames_AreErrorsAtStart()
    {
        Configure(
            """
            {
              "Timeouts": {
                "IDns.GetHostByNam": "00:00:10", "IDnss": "00:00:10", "IDns.Forget": "00:00:10", "idns.latest": "00:00:10"
              }
            }
            """);
        _services.AddCrochet().AddProxied<IDns, Dns>();
        using var provider = _services.BuildServiceProvider();

        var problems = Problem.AllOf(() => provider.GetRequiredService<IDns>());

        CollectionAssert.AreEquivalent(new[] { "IDns.GetHostByNam", "IDnss", "IDns.Forget" },
            problems.Select(problem => problem.Member).ToArray());
        foreach (var problem in problems)
            problem.AssertIs("CRO017", problem.Member, "[WaitFor]");
    }

    [TestMethod]
    public void Timeout_Negative_IsAnErrorAtStart()
    {
        Configure("""{ "Timeouts": { "IDns.Latest": "-00:00:01" } }""");
        _services.AddCrochet().AddProxied<IDns, Dns>();
        using var provider = _services.BuildServiceProvider();

        Problem.Of(() => provider.GetRequiredService<EventLoop>()).AssertIs("CRO002", "IDns.Latest", "-1");
    }

    [TestMethod]
    public void Timeout_GivenInCode_ReplacesTheAttributes()
    {
        _services.AddCrochet(options => options.Timeouts["IDns.Latest"] = TimeSpan.FromMilliseconds(20));

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), TimeoutOf<IDns>(dns => _ = dns.Latest));
    }

    [TestMethod]
    public void SameLoopCalls_OfTheOptions_HoldForTheContainersProxies()
    {
        Configure("""{ "SameLoopCalls": "RunInPlace" }""");
        _services.AddCrochet().AddProxied<IDns, Dns>();
        using var provider = _services.BuildServiceProvider();
        var dns = provider.GetRequiredService<IDns>();

        Assert.AreEqual("x", provider.GetRequiredService<EventLoop>().WaitFor(TestTimeouts.MustNotElapse, () => dns.GetHostByName("x")));
    }

    private void Configure(string json) =>
        _services.Configure<CrochetOptions>(
            new ConfigurationBuilder().AddJsonStream(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(json))).Build());

    /// <summary>The timeout that a call runs into while the loop is held.</summary>
    private TimeSpan TimeoutOf<TService>(Action<TService> call) where TService : class
    {
        IServiceCollection services = new ServiceCollection();
        foreach (var descriptor in _services)
            services.Add(descriptor);
        if (services.All(descriptor => descriptor.ServiceType != typeof(TService)))
            services.AddSingleton<IDns, Dns>();
        services.AddCrochet();
        using var provider = services.BuildServiceProvider();
        using var gate = new ManualResetEventSlim();
        provider.GetRequiredService<EventLoop>().Post(gate.Wait);
        var service = provider.GetRequiredService<TService>();
        try
        {
            return Assert.ThrowsExactly<CrochetTimeoutException>(() => call(service)).Timeout;
        }
        finally
        {
            gate.Set();
        }
    }

    public interface IDns
    {
        [WaitFor(15)]
        string Latest { get; }

        [WaitFor(15)]
        string GetHostByName(string name);

        [WaitFor(15)]
        Task<string> GetHostByNameAsync(string name);

        [RunInReactor]
        void Forget();
    }

    public interface IInheriting : IDns;

    public sealed class Dns : IInheriting
    {
        public string Latest => "";

        public string GetHostByName(string name) => name;

        public Task<string> GetHostByNameAsync(string name) => Task.FromResult(name);

        public void Forget()
        {
        }
    }

    public sealed class Order;

    public interface IRepository<T>
    {
        [WaitFor(15)]
        T Find(int id);

        [WaitFor(15)]
        List<TItem> FindMany<TItem>();
    }

    public sealed class Orders : IRepository<Order>
    {
        public Order Find(int id) => new();

        public List<TItem> FindMany<TItem>() => [];
    }

    public interface IMap<TKey, TValue>
    {
        [WaitFor(15)]
        TValue Get(TKey key);
    }

    public sealed class Map : IMap<string, int?>
    {
        public int? Get(string key) => null;
    }
}
