using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace Crochet.Configuration;

/// <summary>Reads options from one section. Each value that it cannot read is a failure, which names the key and the value.</summary>
internal sealed class ConfigurationReader(IConfiguration section)
{
    private const string LoopKey = nameof(CrochetOptions.Loop);
    private const string LoopsKey = "Loops";

    public List<string> Failures { get; } = [];

    /// <summary>The names of the loops that the section configures.</summary>
    public IEnumerable<IConfigurationSection> Loops => section.GetSection(LoopsKey).GetChildren();

    /// <summary>The name that the section gives the container's own loop; null where it gives none.</summary>
    public string? OwnName => section.GetSection(LoopKey)[nameof(EventLoopOptions.Name)];

    public void ReadInto(CrochetOptions options)
    {
        foreach (var value in section.GetChildren())
        {
            if (Is(value, nameof(CrochetOptions.DrainTimeout)))
                options.DrainTimeout = Time(value, mayBeInfinite: true) ?? options.DrainTimeout;
            else if (Is(value, nameof(CrochetOptions.NotReadyDelay)))
                options.NotReadyDelay = Time(value, mayBeInfinite: false) ?? options.NotReadyDelay;
            else if (Is(value, nameof(CrochetOptions.SameLoopCalls)))
                options.SameLoopCalls = Name(value, options.SameLoopCalls);
            else if (Is(value, nameof(CrochetOptions.Timeouts)))
                ReadTimeouts(value, options.Timeouts);
            else if (Is(value, LoopKey) && options.Loop is { } loop)
                ReadInto(value, loop);
            else if (Is(value, LoopsKey))
                CheckLoops(value);
        }
    }

    /// <summary>Reads the section of the loop or group of that name, where there is one.</summary>
    public void ReadInto(string loop, EventLoopOptions options) => ReadInto(section.GetSection(LoopsKey).GetSection(loop), options);

    private static bool Is(IConfigurationSection value, string key) => value.Key.Equals(key, StringComparison.OrdinalIgnoreCase);

    private void CheckLoops(IConfigurationSection loops)
    {
        foreach (var loop in loops.GetChildren())
            ReadInto(loop, new EventLoopOptions());
    }

    private void ReadTimeouts(IConfigurationSection values, IDictionary<string, TimeSpan> timeouts)
    {
        foreach (var value in values.GetChildren())
        {
            if (Time(value, mayBeInfinite: false) is { } time)
                timeouts[value.Key] = time;
        }
    }

    private void ReadInto(IConfigurationSection values, EventLoopOptions options)
    {
        foreach (var value in values.GetChildren())
        {
            var property = typeof(EventLoopOptions).GetProperties().FirstOrDefault(property => Is(value, property.Name));
            if (property is null || !TryRead(value, property, options))
                Fail(value, "is no option of a loop that configuration can set");
        }
    }

    private bool TryRead(IConfigurationSection value, PropertyInfo property, EventLoopOptions options)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        object? read;
        if (type == typeof(TimeSpan))
            read = Time(value, mayBeInfinite: true);
        else if (type == typeof(string))
            read = string.IsNullOrWhiteSpace(value.Value) ? Fail(value, "is empty") : value.Value;
        else if (type == typeof(bool))
            read = bool.TryParse(value.Value, out var flag) ? flag : Fail(value, "is neither true nor false");
        else if (type == typeof(int))
            read = Number(value, least: property.Name == nameof(EventLoopOptions.QueueLimit) ? 1 : 0);
        else if (type.IsEnum)
            read = EnumOf(value, type);
        else
            return false;
        if (read is not null)
            property.SetValue(options, read);
        return true;
    }

    private object? Number(IConfigurationSection value, int least) =>
        int.TryParse(value.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number
            : Fail(value, $"is no whole number of {least} or more");

    private TimeSpan? Time(IConfigurationSection value, bool mayBeInfinite)
    {
        if (TimeText.TryParse(value.Value ?? "", mayBeInfinite, out var time))
            return time;
        Fail(value, $"is no time; give {TimeText.Expected(mayBeInfinite)}");
        return null;
    }

    private TEnum Name<TEnum>(IConfigurationSection value, TEnum otherwise) where TEnum : struct, Enum =>
        EnumOf(value, typeof(TEnum)) is TEnum read ? read : otherwise;

    private object? EnumOf(IConfigurationSection value, Type type) =>
        Enum.TryParse(type, value.Value, ignoreCase: true, out var read) && Enum.IsDefined(type, read)
            ? read
            : Fail(value, $"is none of {string.Join(", ", Enum.GetNames(type))}");

    private object? Fail(IConfigurationSection value, string why)
    {
        Failures.Add($"{value.Path}: '{value.Value}' {why}.");
        return null;
    }
}
