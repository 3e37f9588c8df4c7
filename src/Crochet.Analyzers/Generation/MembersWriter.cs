namespace Crochet.Analyzers.Generation;

/// <summary>Writes the class that has the marked members of an interface, one property for each.</summary>
internal sealed class MembersWriter(IndentedText text)
{
    public void Write(ProxyModel model)
    {
        var accessors = model.Members.SelectMany(member => member.Accessors).ToList();
        var calls = accessors.Select(accessor => accessor.Call).OfType<CallModel>().ToList();
        var events = accessors.Select(accessor => accessor.Event).OfType<EventModel>().ToList();
        text.Line("private sealed class Members");
        text.Open();
        text.Line($"public Members({TypeText.Library}MemberSource source)");
        text.Open();
        foreach (var known in model.Known)
            text.Line($"source.{known};");
        foreach (var call in calls)
            WriteMaking(call);
        foreach (var one in events)
        {
            text.Line(
                $"{one.Field} = source.Event<{one.Type}>(",
                $"typeof({one.Declaring}), \"{one.Method}\", static (target, handler) => {one.Invocation});");
        }

        text.Close();
        foreach (var one in events)
            WriteProperty($"ProxyEvent<{one.Type}>", one.Field);
        foreach (var call in calls)
            WriteProperty(call.TypeArguments.Length > 0 ? "GenericMember" : $"ProxyMember<{call.Arguments}, {call.Return}>", call.Field);
        text.Close();
    }

    private void WriteMaking(CallModel call)
    {
        if (call.TypeArguments.Length > 0)
        {
            text.Line($"{call.Field} = source.GenericMember(typeof({call.Declaring}), \"{call.Method}\");");
            return;
        }

        text.Line($"{call.Field} = source.{ShapeText.Reporting(call)}Member<{ShapeText.Types(call)}>(");
        text.Indent();
        text.Line($"typeof({call.Declaring}), \"{call.Method}\",");
        text.Line($"{ShapeText.Of(call)});");
        text.Indent(-1);
    }

    private void WriteProperty(string type, string name)
    {
        text.Line();
        text.Line($"public {TypeText.Library}{type} {name} {{ get; }}");
    }
}
