using Crochet.Invoking;
using Crochet.Running;

namespace Crochet.Objects;

/// <summary>One object for each loop of a group. A call goes to its key's loop, else to the least busy.</summary>
internal sealed class BoundGroup : BoundTarget
{
    private readonly EventLoopGroup _group;
    private readonly Dictionary<EventLoop, BoundObject> _objects;

    public BoundGroup(EventLoopGroup group, BoundSettings settings, MakeInstance make)
    {
        _group = group;
        All = Enumerable.Range(0, group.Count).Select(index => new BoundObject(group[index], settings, make)).ToList();
        _objects = All.ToDictionary(static bound => bound.Loop);
        Owner = settings.Owner;
        Name = $"{settings.Contract.Name} in the group '{group.Name}'";
        Description = $"{settings.ClassName ?? "one for each loop"} in the group '{group.Name}'";
    }

    public override string Name { get; }

    public override string Description { get; }

    public override ILoopOwner? Owner { get; }

    public override object? Made =>
        throw new InvalidOperationException($"{Name} has an implementation for each of its loops, so there is none to unwrap.");

    public override IReadOnlyList<BoundObject> All { get; }

    public override BoundObject Choose(CallArguments arguments, LoopKey? key) =>
        (key is null ? _objects[_group.LeastBusy()] : All[key.FindIndex(_group, arguments)]).Choose(arguments, key);

    public override Task DisposeAsync() => Task.WhenAll(All.Select(static bound => bound.DisposeAsync()));
}
