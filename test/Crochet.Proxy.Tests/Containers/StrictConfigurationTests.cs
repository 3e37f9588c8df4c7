using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Crochet.Tests.Containers;

[TestClass]
public sealed class StrictConfigurationTests
{
    private readonly ServiceCollection _services = new();
    private readonly Dictionary<string, string?> _values = [];
    private IConfigurationRoot? _configuration;

    [TestMethod]
    [DataRow("5", 5.0)]
    [DataRow("0.5", 0.5)]
    [DataRow("00:00:07", 7.0)]
    public void Time_SecondsOrATimeSpan_IsRead(string text, double seconds)
    {
        _values["DrainTimeout"] = text;
        using var provider = Build();

        Assert.AreEqual(TimeSpan.FromSeconds(seconds), OptionsOf(provider).DrainTimeout);
    }

    [TestMethod]
    public void Time_Infinite_IsReadWhereItIsAllowed()
    {
        _values["DrainTimeout"] = "Infinite";
        using (var provider = Build())
            Assert.AreEqual(Timeout.InfiniteTimeSpan, OptionsOf(provider).DrainTimeout);
    }

    [TestMethod]
    [DataRow("DrainTimeout", "soon")]
    [DataRow("DrainTimeout", "-1")]
    [DataRow("NotReadyDelay", "infinite")]
    [DataRow("SameLoopCalls", "Sometimes")]
    [DataRow("Loop:MaxPoolCompensation", "many")]
    [DataRow("Loop:MaxStackSize", "-1")]
    [DataRow("Loop:Name", " ")]
    [DataRow("Loop:QueueLimit", "0")]
    [DataRow("Loop:Nothing", "1")]
    [DataRow("Loops:Kitchen:SlowTurnThreshold", "late")]
    [DataRow("Timeouts:IPing.Ping", "-00:00:01")]
    public void BadValue_AtStart_IsAnErrorWithKeyAndValue(string key, string value)
    {
        _values[key] = value;
        _services.AddCrochet().AddLoop("Kitchen");
        using var provider = Build();

        var exception = Assert.ThrowsExactly<OptionsValidationException>(() => provider.GetRequiredService<EventLoop>());

        Assert.Contains("Crochet:" + key, exception.Message);
        Assert.Contains($"'{value}'", exception.Message);
    }

    [TestMethod]
    public void Loops_ByName_WinOverTheCodeAndTheCodeWinsElsewhere()
    {
        _values["loop:name"] = "Configured";
        _values["loops:kitchen:MaxPoolCompensation"] = "3";
        _values["DrainTimeout"] = "1";
        _services.AddCrochet().AddLoop("Kitchen", options => options.MaxPoolCompensation = 7);
        using var provider = Build(options => options.DrainTimeout = TimeSpan.FromSeconds(2));

        Assert.AreEqual("Configured", provider.GetRequiredService<EventLoop>().Name);
        Assert.AreEqual(3, provider.GetRequiredKeyedService<EventLoop>("Kitchen").PoolShare.Limit);
        Assert.AreEqual(TimeSpan.FromSeconds(2), OptionsOf(provider).DrainTimeout);
    }

    [TestMethod]
    public void Loops_NameThatNobodyAdded_IsAnErrorAtStart()
    {
        _values["Loops:Nowhere:Priority"] = "Normal";
        using var provider = Build();

        Problem.Of(() => provider.GetRequiredService<EventLoop>()).AssertIs("CRO018", "Crochet:Loops:Nowhere", "Nowhere");
    }

    [TestMethod]
    public void Reload_OfATimeout_CountsFromTheNextCallAndABadOneLeavesTheLastGood()
    {
        _values["Timeouts:iping"] = "0.02";
        using var provider = Build();
        var ping = provider.GetRequiredService<IPing>();
        Assert.AreEqual(TimeSpan.FromMilliseconds(20), TimeoutOf(ping));

        Reload("0.03");
        Assert.AreEqual(TimeSpan.FromMilliseconds(30), TimeoutOf(ping));
        Reload("nonsense");
        Assert.AreEqual(TimeSpan.FromMilliseconds(30), TimeoutOf(ping));
        Reload("0.01");
        Assert.AreEqual(TimeSpan.FromMilliseconds(10), TimeoutOf(ping));
    }

    [TestMethod]
    public void Reload_OfAKeyThatIsGone_GivesTheAttributesTimeBack()
    {
        var source = new ChangingSource { ["Crochet:Timeouts:IQuick.Ping"] = "0.05" };
        _services.AddCrochet(new ConfigurationBuilder().Add(source).Build().GetSection("Crochet")).AddProxied<IQuick, Pinging>();
        using var provider = _services.BuildServiceProvider();
        var quick = provider.GetRequiredService<IQuick>();
        Assert.AreEqual(TimeSpan.FromMilliseconds(50), Assert.ThrowsExactly<CrochetTimeoutException>(quick.Ping).Timeout);

        source.Remove("Crochet:Timeouts:IQuick.Ping");

        Assert.AreEqual(TimeSpan.FromMilliseconds(20), Assert.ThrowsExactly<CrochetTimeoutException>(quick.Ping).Timeout);
    }

    [TestMethod]
    public void Reload_BesideATimeoutInCode_LeavesTheCodesWord()
    {
        _values["Timeouts:iping"] = "0.02";
        using var provider = Build(static options => options.Timeouts["IPing.Ping"] = TimeSpan.FromMilliseconds(40));
        var ping = provider.GetRequiredService<IPing>();
        Assert.AreEqual(TimeSpan.FromMilliseconds(40), TimeoutOf(ping));

        Reload("0.03");

        Assert.AreEqual(TimeSpan.FromMilliseconds(40), TimeoutOf(ping));
    }

    [TestMethod]
    [DataRow("iping.ping")]
    [DataRow("IPing.Ping")]
    public void Timeout_OfTheSameNameInCode_ComesBeforeTheConfigurations(string name)
    {
        _values["Timeouts:" + name] = "15";
        using var provider = Build(static options => options.Timeouts["IPing.Ping"] = TimeSpan.FromMilliseconds(40));

        Assert.AreEqual(TimeSpan.FromMilliseconds(40), TimeoutOf(provider.GetRequiredService<IPing>()));
    }

    private static CrochetOptions OptionsOf(ServiceProvider provider) => provider.GetRequiredService<IOptions<CrochetOptions>>().Value;

    private static TimeSpan TimeoutOf(IPing ping) => Assert.ThrowsExactly<CrochetTimeoutException>(ping.Ping).Timeout;

    private void Reload(string value)
    {
        var source = _configuration!.Providers.OfType<MemoryConfigurationProvider>().Single();
        source.Set("Crochet:Timeouts:iping", value);
        _configuration.Reload();
    }

    private ServiceProvider Build(Action<CrochetOptions>? configure = null)
    {
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(
            _values.ToDictionary(pair => "Crochet:" + pair.Key, pair => pair.Value)).Build();
        _services.AddCrochet(_configuration.GetSection("Crochet"), configure).AddProxied<IPing, Pinging>();
        return _services.BuildServiceProvider();
    }

    public interface IPing
    {
        [WaitFor(15)]
        void Ping();
    }

    public interface IQuick
    {
        [WaitFor(0.02)]
        void Ping();
    }

    private sealed class ChangingSource : ConfigurationProvider, IConfigurationSource
    {
        public string this[string key]
        {
            set => Data[key] = value;
        }

        public void Remove(string key)
        {
            Data.Remove(key);
            OnReload();
        }

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
    }

    public sealed class Pinging
    {
        public Task Ping() => new TaskCompletionSource().Task;
    }
}
