using Crochet.Configuration;
using Crochet.Diagnostics;
using Crochet.Interception;
using Crochet.Objects;
using Crochet.Running;
using Crochet.Scopes;
using Crochet.Sending;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Crochet.Registration;

/// <summary>
/// The loops of one container. Whoever first needs one, the host, a proxy or the application, has all checked, made and started.
/// </summary>
internal sealed class ContainerLoops : ILoopOwner, IDisposable, IAsyncDisposable
{
    private readonly Dictionary<string, EventLoop> _named = [];
    private readonly Dictionary<string, EventLoopGroup> _groups = [];
    private readonly Dictionary<EventLoop, ProxyFactory> _factories = [];
    private readonly List<EventLoop> _owned = [];
    private readonly HashSet<BoundService> _withStopEntry = [];
    private readonly IServiceProvider _root;
    private readonly TimeoutReload _reload;
    private readonly ContainerStop _stop;
    private readonly GivenLoopObjects _given;
    private readonly Lock _endLock = new();
    private Task? _end;
    private readonly Lazy<ILogger> _logger;

    public ContainerLoops(
        Registrations registrations, IOptions<CrochetOptions> options, IOptionsFactory<CrochetOptions> reloaded,
        IEnumerable<IOptionsChangeTokenSource<CrochetOptions>> changes, IServiceProvider provider)
    {
        _root = provider;
        var settings = options.Value;
        var timeouts = new ConfiguredTimeouts(settings.Timeouts);
        CrochetConfigurationException.ThrowIfAny(registrations.ProblemsAtStart(settings, timeouts.Current));
        Options = settings;
        StartsLoops = registrations.StartsLoop;
        IsOwned = registrations.ProvidesLoop;
        // Now: a container that is being disposed of gives nothing any more.
        var logger = new Lazy<ILogger>(CreateLogger(settings, provider));
        var stash = new Lazy<ResultStash>(() => settings.Loop.Stash ?? MakeOrFindStash(registrations, settings.Loop, provider));
        var own = IsOwned ? Own(new EventLoop(Complete(settings.Loop, provider, stash))) : provider.GetRequiredService<EventLoop>();
        Loop = own;
        Add(own, timeouts);
        foreach (var named in registrations.NamedLoops)
        {
            if (named.Count is { } count)
            {
                var group = new EventLoopGroup(count, Complete(registrations.OptionsOf(named, settings), provider, stash));
                _groups.Add(named.Name, group);
                for (var index = 0; index < count; index++)
                    Add(Own(group[index]), timeouts);
                continue;
            }

            var loop = named.Given ?? Own(new EventLoop(Complete(registrations.OptionsOf(named, settings), provider, stash)));
            _named.Add(named.Name, loop);
            Add(loop, timeouts);
        }

        Stash = stash.Value;
        _logger = logger;
        _stop = new(_owned, settings.DrainTimeout, logger);
        _given = new(Objects, _owned, settings.DrainTimeout);
        _reload = new(timeouts, reloaded, changes, registrations.Contracts, logger);
        if (StartsLoops)
            _owned.ForEach(static loop => loop.Start());
    }

    /// <summary>The container's own loop.</summary>
    public EventLoop Loop { get; }

    public CrochetOptions Options { get; }

    /// <summary>One for all loops that the container makes, unless their options name another.</summary>
    public ResultStash Stash { get; }

    /// <summary>False where the application starts and stops the container's own loop.</summary>
    public bool IsOwned { get; }

    /// <summary>False where the application runs the container's loops.</summary>
    public bool StartsLoops { get; }

    /// <summary>Where the container logs what it has to say of its loops.</summary>
    public ILogger Logger => _logger.Value;

    /// <summary>Whether the host has begun to stop.</summary>
    public bool IsStopping { get; set; }

    /// <summary>All loops, those that the application gave among them; the container's own first.</summary>
    public IReadOnlyList<EventLoop> All => [Loop, .. _named.Values,
        .. _groups.Values.SelectMany(static group => Enumerable.Range(0, group.Count).Select(index => group[index]))];

    /// <summary>The groups of loops, in the order in which they were added.</summary>
    public IReadOnlyCollection<EventLoopGroup> Groups => _groups.Values;

    /// <summary>The thread-bound objects whose proxies have been resolved.</summary>
    public BoundObjectList Objects { get; } = new();

    /// <summary>
    /// Of a container. The loop is resolved first, so that the container disposes of it after whatever is made from here on.
    /// </summary>
    public static ContainerLoops Of(IServiceProvider provider)
    {
        provider.GetRequiredService<EventLoop>();
        return provider.GetRequiredService<ContainerLoops>();
    }

    /// <param name="name">Null for the container's own loop.</param>
    public EventLoop Find(string? name) => name is null ? Loop : _named[name];

    /// <summary>The name that a loop was added or given by; null for the container's own, and for one of a group.</summary>
    public string? GivenNameOf(EventLoop loop) => _named.FirstOrDefault(named => ReferenceEquals(named.Value, loop)).Key;

    public EventLoopGroup FindGroup(string name) => _groups[name];

    /// <summary>What a thread-bound service of that loop, or of that group, stands for.</summary>
    public BoundTarget Bind(string? name, BoundSettings settings, MakeInstance make)
    {
        var own = settings with { Owner = this };
        BoundTarget target = name is not null && _groups.TryGetValue(name, out var group)
            ? new BoundGroup(group, own, make)
            : new BoundObject(Find(name), own, make);
        Objects.Add(target.All);
        return target;
    }

    public ProxyFactory FactoryFor(EventLoop loop) => _factories[loop];

    /// <summary>
    /// Once for each service: the container's disposal then stops the loops before it disposes of the singletons that the service's first
    /// object was made with.
    /// </summary>
    public void StopBeforeWhatIsMadeSoFar(BoundService service)
    {
        lock (_withStopEntry)
        {
            if (!_withStopEntry.Add(service))
                return;
        }

        _root.GetRequiredService<LoopStop>();
    }

    /// <summary>
    /// The calls of the scope that an implementation has been made in. Null for the root: its end stops the loops.
    /// </summary>
    public ScopeCalls? CallsOf(IServiceProvider provider) =>
        ReferenceEquals(provider, _root) ? null : provider.GetRequiredService<ScopeCalls>();

    public Task StopAsync(CancellationToken hurry) => _stop.StopAsync(hurry);

    /// <summary>The container's end: stops its loops, and disposes of its objects in loops that the application gave.</summary>
    public Task EndAsync()
    {
        lock (_endLock)
            return _end ??= EndTogetherAsync();
    }

    /// <summary>Blocks for the end, but for what the thread would hold up itself; on a loop's thread it only begins it.</summary>
    public void EndAndWait()
    {
        var isHeldUp = _given.AreHeldUpHere;
        var end = EndAsync();
        if (isHeldUp)
            _stop.StopAndWait();
        else if (EventLoop.Current is null)
            ((IAsyncResult)end).AsyncWaitHandle.WaitOne();
    }

    /// <summary>Where the container has begun to dispose of what it has made, it gives nothing any more.</summary>
    public bool HasBegunToEnd
    {
        get
        {
            try
            {
                _root.GetService(typeof(IServiceProvider));
                return false;
            }
            catch (ObjectDisposedException)
            {
                return true;
            }
        }
    }

    public void Dispose()
    {
        _reload.Dispose();
        EndAndWait();
    }

    public async ValueTask DisposeAsync()
    {
        _reload.Dispose();
        // What waited there would wait for itself.
        var end = EndAsync();
        if (EventLoop.Current is null)
            await end.ConfigureAwait(false);
    }

    private static QuietLogger CreateLogger(CrochetOptions options, IServiceProvider provider)
    {
        var factory = options.Loop.LoggerFactory ?? provider.GetService<ILoggerFactory>();
        return new(factory?.CreateLogger<EventLoop>() ?? NullLogger<EventLoop>.Instance);
    }

    private async Task EndTogetherAsync()
    {
        await _stop.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _given.DisposeAsync().ConfigureAwait(false);
    }

    private void Add(EventLoop loop, ConfiguredTimeouts timeouts) =>
        _factories[loop] = new(loop, Options, timeouts) { Siblings = FactoryFor };

    private static EventLoopOptions Complete(EventLoopOptions options, IServiceProvider provider, Lazy<ResultStash> stash)
    {
        var own = options.Validated();
        own.LoggerFactory ??= provider.GetService<ILoggerFactory>();
        own.TimeProvider = TimeOf(own, provider);
        own.Stash ??= stash.Value;
        return own;
    }

    // The application's own stash, where it has registered one.
    private static ResultStash MakeOrFindStash(Registrations registrations, EventLoopOptions options, IServiceProvider provider)
    {
        if (!registrations.ProvidesStash)
            return provider.GetRequiredService<ResultStash>();
        var loggerFactory = options.LoggerFactory ?? provider.GetService<ILoggerFactory>();
        return new(options.StashLifetime, capacity: null, TimeOf(options, provider), loggerFactory);
    }

    private static TimeProvider TimeOf(EventLoopOptions options, IServiceProvider provider) =>
        ReferenceEquals(options.TimeProvider, TimeProvider.System) && provider.GetService<TimeProvider>() is { } time
            ? time
            : options.TimeProvider;

    private EventLoop Own(EventLoop loop)
    {
        loop.DisposalDrain = Options.DrainTimeout;
        loop.Owner = this;
        _owned.Add(loop);
        return loop;
    }
}
