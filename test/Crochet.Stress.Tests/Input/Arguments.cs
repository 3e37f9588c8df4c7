namespace Crochet.Stress.Input;

/// <summary>Values for generated members, and what comes back of them.</summary>
internal static class Arguments
{
    public static object? Any(Type type, Random random)
    {
        if (type.IsByRef)
            type = type.GetElementType()!;
        return random.Next(8) == 0 ? Default(type) : Make(type, random);
    }

    public static object? Default(Type type) => type.IsValueType ? Activator.CreateInstance(type) : null;

    /// <summary>The type of the value within a task, a result or nothing of the kind; null for none.</summary>
    public static Type? Unwrapped(Type type)
    {
        if (type == typeof(void) || type == typeof(Task) || type == typeof(ValueTask) || type == typeof(EventualResult) || type.IsByRef)
            return null;
        var shape = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return shape == typeof(Task<>) || shape == typeof(ValueTask<>) || shape == typeof(EventualResult<>) ? type.GetGenericArguments()[0]
            : type;
    }

    /// <summary>The value itself, waited for.</summary>
    public static object? Unwrap(object? returned)
    {
        if (returned is ValueTask valueTask)
            returned = valueTask.AsTask();
        else if (returned?.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>))
            returned = type.GetMethod(nameof(ValueTask<int>.AsTask))!.Invoke(returned, null);
        else if (returned is EventualResult result)
            returned = result.GetType().GetMethod(nameof(EventualResult.AsTask), Type.EmptyTypes)!.Invoke(returned, null);

        if (returned is not Task task)
            return returned;
        if (!((IAsyncResult)task).AsyncWaitHandle.WaitOne(TestTimeouts.MustNotElapse))
            throw new AssertFailedException("A call got no end before the hang guard elapsed.");
        task.GetAwaiter().GetResult();
        return task.GetType().GetProperty("Result")?.GetValue(task);
    }

    private static object? Make(Type type, Random random)
    {
        if (type == typeof(int))
            return random.Next();
        if (type == typeof(string))
            return new string((char)random.Next('a', 'z'), random.Next(20));
        if (type == typeof(Guid))
            return Guid.NewGuid();
        if (type == typeof(decimal))
            return (decimal)random.NextDouble();
        if (type == typeof(int[]))
            return new int[random.Next(5)];
        if (type == typeof(List<int>))
            return new List<int> { random.Next() };
        if (type == typeof(DateTime?))
            return DateTime.UnixEpoch.AddSeconds(random.Next());
        return Default(type);
    }
}
