using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Crochet.Generated;
using Crochet.Interception;

namespace Crochet.Interfaces;

/// <summary>An interface as its callers see it, inherited members and defaults included. Made once per interface.</summary>
internal sealed class InterfaceDescription
{
    private static readonly ConcurrentDictionary<Type, InterfaceDescription> _known = new();

    private readonly Dictionary<MethodInfo, Member> _byMethod;

    private InterfaceDescription([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type type)
    {
        Type = type;
        Name = CSharpName.Of(type);
        Lineage = type.IsInterface ? AncestorInterface.LineageOf(type) : [];
        var ancestry = new List<Type>();
        var members = new List<Member>();
        _byMethod = [];
        foreach (var ancestor in Lineage)
        {
            ancestry.Add(ancestor.Type);
            IsMarked |= Mark.At(ancestor.Type) is not null;
            OnLoop ??= ancestor.Type.GetCustomAttribute<OnLoopAttribute>()?.Name;
            AddMembersOf(ancestor, members);
        }

        foreach (var member in members)
        {
            _byMethod.Add(member.Method, member);
            HasMarkedMember |= member.Mark is not null;
        }

        IsMarked |= HasMarkedMember;
        Ancestry = ancestry;
        Members = members;
        Problems = InterfaceProblems.Of(this);
    }

    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)]
    public Type Type { get; }

    public string Name { get; }

    /// <inheritdoc cref="Ancestry"/>
    public IReadOnlyList<AncestorInterface> Lineage { get; }

    /// <summary>The interface and all that it inherits, derived ones before their bases.</summary>
    public IReadOnlyList<Type> Ancestry { get; }

    /// <summary>What an implementation may implement: every overridable instance method.</summary>
    public IReadOnlyList<Member> Members { get; }

    /// <summary>The name of the loop that the interface's [OnLoop], or a base interface's, gives; null where none does.</summary>
    public string? OnLoop { get; }

    /// <summary>Whether a member has a mark, or the interface itself or one that it inherits.</summary>
    public bool IsMarked { get; }

    public bool HasMarkedMember { get; }

    /// <summary>What is wrong with the interface, whoever implements it.</summary>
    public IReadOnlyList<CrochetProblem> Problems { get; }

    public static InterfaceDescription Of([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] Type type) =>
        _known.TryGetValue(type, out var known) ? known : _known.GetOrAdd(type, new InterfaceDescription(type));

    /// <summary>Null for a type that is no interface or carries no mark.</summary>
    public static InterfaceDescription? IfMarked(Type type)
    {
        if (!type.IsInterface)
            return null;
        if (CompiledContract.Of(type) is { } compiled)
            return compiled.Description;
        return (RunTimeProxies.AreEnabled ? OfWhole(type) : OfWhatIsLeft(type)) is { IsMarked: true } marked ? marked : null;
    }

    [RequiresUnreferencedCode(RunTimeProxies.Reason)]
    private static InterfaceDescription? OfWhole(Type type) =>
        MarkedAssemblies.MayMark(type) || type.GetInterfaces().Any(MarkedAssemblies.MayMark) ? Of(type) : null;

    [UnconditionalSuppressMessage("Trimming", "IL2067",
        Justification = "Nothing is made of it. It is looked at to say that it has no compiled proxy, as far as trimming has left it.")]
    private static InterfaceDescription OfWhatIsLeft(Type type) => Of(type);

    /// <summary>The member that is called, whatever its type arguments; null for one that is not this interface's.</summary>
    public Member? Find(MethodInfo method) =>
        _byMethod.GetValueOrDefault(method.IsGenericMethod ? method.GetGenericMethodDefinition() : method);

    /// <summary>The member whose method has the name; of several of that name, the one with the signature, "Find(int)".</summary>
    public Member? Find(Type declaring, string method)
    {
        foreach (var member in Members)
        {
            if (member.Method.Name == method && member.Method.DeclaringType == declaring)
                return member;
        }

        foreach (var member in Members)
        {
            if (member.Method.DeclaringType == declaring && CSharpName.Signature(member.Method) == method)
                return member;
        }

        return null;
    }

    /// <summary>These interfaces, and the marked ones whose objects their calls hand out or their callbacks get, and so on.</summary>
    public static IReadOnlyCollection<InterfaceDescription> WithThoseReachedFrom(IEnumerable<InterfaceDescription> contracts)
    {
        var found = new HashSet<InterfaceDescription>();
        var left = new Stack<InterfaceDescription>(contracts);
        while (left.TryPop(out var contract))
        {
            if (!found.Add(contract))
                continue;
            var types = contract.Members.SelectMany(static member => member.Parameters.Select(static parameter => parameter.ParameterType)
                .Append(member.Method.ReturnType));
            foreach (var type in types.SelectMany(PartsOf).Distinct())
            {
                if (IfMarked(type) is { } reached)
                    left.Push(reached);
            }
        }

        return found;
    }

    private static IEnumerable<Type> PartsOf(Type type) => type.HasElementType
        ? PartsOf(type.GetElementType()!)
        : type.GenericTypeArguments.SelectMany(PartsOf).Append(type).Where(static part => !part.ContainsGenericParameters);

    /// <summary>The timeout that the interface itself gives, for a member that can carry none; null where it gives none.</summary>
    public TimeSpan? DefaultTimeoutOf(Member member) => DefaultOf(member.Method.DeclaringType!)?.WaitFor?.Timeout;

    private void AddMembersOf(AncestorInterface declaring, List<Member> members)
    {
        var owners = new Dictionary<MethodInfo, MemberInfo>();
        foreach (var property in declaring.Properties)
            foreach (var accessor in property.GetAccessors(nonPublic: true))
                owners[accessor] = property;
        foreach (var @event in declaring.Events)
            foreach (var accessor in new[] { @event.AddMethod, @event.RemoveMethod })
                owners[accessor!] = @event;

        foreach (var method in declaring.Methods)
        {
            if (method is { IsVirtual: true, IsFinal: false, IsPrivate: false })
                members.Add(Describe(method, owners.GetValueOrDefault(method)));
        }
    }

    private Member Describe(MethodInfo method, MemberInfo? owner)
    {
        var name = owner switch
        {
            null => method.Name,
            PropertyInfo property when property.GetIndexParameters().Length > 0 => "this[]",
            _ => owner.Name,
        };
        var qualified = $"{CSharpName.Of(method.DeclaringType!)}.{name}";
        var mark = owner is EventInfo
            ? null
            : Mark.At(method, qualified) ?? (owner is null ? null : Mark.At(owner, qualified)) ?? DefaultOf(method.DeclaringType!);
        return new(method, name, mark)
        {
            Owner = owner,
            IsCallback = owner is EventInfo @event && @event.IsDefined(typeof(CallbackAttribute)),
        };
    }

    /// <summary>The word of the most derived interface that says something for members of this one.</summary>
    private Mark? DefaultOf(Type declaring)
    {
        foreach (var ancestor in Lineage)
        {
            if ((ancestor.Type == declaring || ancestor.Inherits(declaring)) && Mark.At(ancestor.Type) is { } mark)
                return mark;
        }

        return null;
    }
}
