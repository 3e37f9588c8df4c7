using Crochet.Configuration;
using Crochet.Problems;
using Microsoft.Extensions.DependencyInjection;

namespace Crochet.Registration;

/// <summary>The loops and groups of a service collection that have names, and what is registered to run in which.</summary>
internal sealed class RegisteredLoops
{
    private readonly IServiceCollection _services;
    private readonly Dictionary<string, NamedLoop> _byName;
    private readonly List<LoopUse> _uses;

    public RegisteredLoops(IServiceCollection services)
    {
        _services = services;
        _byName = [];
        _uses = [];
    }

    /// <summary>The same for a collection that another was copied to.</summary>
    public RegisteredLoops(IServiceCollection services, RegisteredLoops original)
    {
        _services = services;
        _byName = new(original._byName);
        _uses = [.. original._uses];
    }

    public IReadOnlyCollection<NamedLoop> All => _byName.Values;

    public void Use(string name, EventLoop loop)
    {
        if (_byName.ContainsKey(name))
            throw new ArgumentException($"A loop named '{name}' has been added or given already. Give this one another name.",
                nameof(name));
        _byName.Add(name, new(name) { Given = loop });
        _services.AddKeyedSingleton(name, loop);
    }

    public void Add(string name, Action<EventLoopOptions>? configure)
    {
        if (!_byName.TryGetValue(name, out var named))
        {
            _byName.Add(name, named = new(name));
            _services.AddKeyedSingleton(name, (provider, _) => ContainerLoops.Of(provider).Find(name));
        }
        else if (named.Count is not null)
        {
            throw new ArgumentException($"'{name}' is a group of loops. Give the single loop another name.", nameof(name));
        }
        else if (named.Given is not null)
        {
            throw new ArgumentException($"The loop '{name}' was given with UseLoop, so that the container makes none of that name.",
                nameof(name));
        }

        named.Configure(configure);
    }

    public void AddGroup(string name, int count, Action<EventLoopOptions>? configure)
    {
        if (!_byName.TryGetValue(name, out var named))
        {
            _byName.Add(name, named = new(name) { Count = count });
            _services.AddKeyedSingleton(name, (provider, _) => ContainerLoops.Of(provider).FindGroup(name));
        }
        else if (named.Count != count)
        {
            var what = named.Count is { } other ? $"a group of {other} loops" : "a single loop";
            throw new ArgumentException($"'{name}' is {what} already. Give this group another name.", nameof(name));
        }

        named.Configure(configure);
    }

    /// <summary>An interface's calls are to run in a loop.</summary>
    /// <param name="contract">The interface's name.</param>
    /// <param name="loop">The loop's name; null for the container's own.</param>
    /// <param name="bound">The lifetime of its thread-bound objects; null where they are ordinary ones.</param>
    public void OnUse(string contract, string? loop, ServiceLifetime? bound = null) => _uses.Add(new(contract, loop, bound));

    /// <param name="configuration">What else names loops.</param>
    /// <param name="own">The name of the container's own loop; null where it has none of its own.</param>
    public IEnumerable<CrochetProblem> FindProblems(OptionsConfiguration configuration, string? own)
    {
        foreach (var other in configuration.OwnNames.Skip(1))
            yield return ProblemCatalog.OwnLoopNamedTwice.About("AddCrochet", configuration.OwnNames[0], other);
        if (own is not null && _byName.TryGetValue(own, out var named))
            yield return ProblemCatalog.OwnLoopNameTaken.About(named.Given is null ? "AddLoop" : "UseLoop", own);
        foreach (var use in _uses)
        {
            if (use.Bound is { } lifetime and not ServiceLifetime.Singleton && IsGroup(use.Loop))
                yield return ProblemCatalog.GroupNeedsSingleton.About(use.Contract, use.Loop!, lifetime);
        }

        foreach (var use in _uses)
        {
            if (use.Bound is null && IsGroup(use.Loop))
                yield return ProblemCatalog.GroupNeedsThreadBound.About(use.Contract, use.Loop!);
            if (use.Loop is { } name && !_byName.ContainsKey(name))
                yield return ProblemCatalog.UnknownLoop.About(use.Contract, name);
        }

        foreach (var section in configuration.LoopsOtherThan(_byName.Keys))
            yield return ProblemCatalog.UnknownLoop.About(section.Path, section.Key);
    }

    private bool IsGroup(string? loop) => loop is not null && _byName.TryGetValue(loop, out var named) && named.Count is not null;

    private sealed record LoopUse(string Contract, string? Loop, ServiceLifetime? Bound);
}
