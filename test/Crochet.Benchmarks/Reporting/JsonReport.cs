using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crochet.Benchmarks.Reporting;

/// <summary>The same for tools: a table's rows are objects with the columns' names.</summary>
internal static class JsonReport
{
    private static readonly JsonSerializerOptions _options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static string Text(Report report) => JsonSerializer.Serialize(
        new
        {
            report.Machine,
            report.Targets,
            Tables = report.Tables.Select(table => new
            {
                table.Title,
                Rows = table.Rows.Select(row => table.Columns.Zip(row).ToDictionary(cell => cell.First, cell => cell.Second)),
            }),
            report.Notes,
        },
        _options);
}
