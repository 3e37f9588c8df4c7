using Crochet.Running;

namespace Crochet.Objects;

/// <summary>One object for each loop of a group. A call goes to its key's loop, else to the least busy.</summary>
internal sealed class BoundGroup : BoundTarget
{
    private readonly EventLoopGroup _group;
    private readonly BoundObject[] _all;
    private readonly Dictionary<EventLoop, BoundObject> _objects;

    public BoundGroup(EventLoopGroup group, BoundSettings settings, MakeInstance make)
    {
        _group = group;
        _all = [.. Enumerable.Range(0, group.Count).Select(index => new BoundObject(group[index], settings, make))];
        _objects = _all.ToDictionary(static bound => bound.Loop);
        Owner = settings.Owner;
        Name = $"{settings.Contract.Name} in the group '{group.Name}'";
        Description = $"{settings.ClassName ?? "one for each loop"} in the group '{group.Name}'";
    }

    public override string Name { get; }

    public override string Description { get; }

    public override ILoopOwner? Owner { get; }

    public override object? Made =>
        throw new InvalidOperationException($"{Name} has an implementation for each of its loops, so there is none to unwrap.");

    public override IReadOnlyList<BoundObject> All => _all;

    /// <summary>The object that a call goes to.</summary>
    /// <param name="key">The hash code of the call's key; null where the member has none.</param>
    public BoundObject Choose(int? key) => key is { } hashCode ? _all[_group.IndexFor(hashCode)] : _objects[_group.LeastBusy()];

    public override Task DisposeAsync() => Task.WhenAll(_all.Select(static bound => bound.DisposeAsync()));
}
