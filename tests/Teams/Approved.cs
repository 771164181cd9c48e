using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OmoBroadcast.Tests.Teams;

/// <summary>Compares a card with the one a person has looked at and approved. To approve new ones: run with OMO_APPROVE=1 and read the
/// difference in git.</summary>
internal static partial class Approved
{
    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Check(string name, JsonObject card, [CallerFilePath] string here = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(here)!, "Approved", $"{name}.json");
        // Made by chance for each button.
        var received = Once().Replace(card.ToJsonString(Pretty), "\"once\": \"…\"") + "\n";
        if (Environment.GetEnvironmentVariable("OMO_APPROVE") == "1")
            File.WriteAllText(path, received);
        Assert.True(File.Exists(path), $"{path} is missing; approve it with OMO_APPROVE=1");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), received);
    }

    [GeneratedRegex("\"once\": \"[^\"]+\"")]
    private static partial Regex Once();
}
