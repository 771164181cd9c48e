using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using NJsonSchema;
using OmoBroadcast.Teams.Commands;
using OmoBroadcast.Tests.Servers;
using SkiaSharp;

namespace OmoBroadcast.Tests.Package;

public sealed class AppPackageTests
{
    private const string AppId = "6f1c2f7e-0c3a-4b1e-9d57-1d0f8a3b9c21";

    /// <summary>Teams shows ten. Left out: what needs words of its own, what is one press from another entry, and what only managers or
    /// administrators may.</summary>
    private static readonly CommandName[] LeftOut =
    [
        CommandName.Reply,
        CommandName.Find,
        CommandName.Transfer,
        CommandName.Closed,
        CommandName.Team,
        CommandName.Audit,
        CommandName.PersonalData,
        CommandName.OptOuts,
        CommandName.Quarantine,
    ];

    [Theory]
    [InlineData("manifest.json", "MicrosoftTeams.schema.json")]
    [InlineData("en.json", "MicrosoftTeams.Localization.schema.json")]
    public async Task What_is_built_keeps_to_the_published_schema(string file, string schema)
    {
        var wanted = await SchemaAsync(schema);
        var built = (await BuildAsync())[file];
        Assert.Empty(wanted.Validate(Encoding.UTF8.GetString(built)).Select(wrong => wrong.ToString()));

        // And the schema is read at all: a manifest without a name, or with a key nobody knows, is found out.
        var spoilt = JsonNode.Parse(built)!.AsObject();
        spoilt.Remove("description");
        spoilt["description.ful"] = "x";
        Assert.NotEmpty(wanted.Validate(spoilt.ToJsonString()));
    }

    [Fact]
    public async Task The_package_holds_four_files_at_its_top_made_for_this_app_and_this_domain()
    {
        var files = await BuildAsync("2.0.13");
        Assert.Equal(["color.png", "en.json", "manifest.json", "outline.png"], files.Keys.Order(StringComparer.Ordinal));
        var text = Encoding.UTF8.GetString(files["manifest.json"]);
        Assert.DoesNotContain("example.com", text, StringComparison.Ordinal);
        Assert.DoesNotContain("00000000", text, StringComparison.Ordinal);
        var manifest = JsonNode.Parse(text)!;
        Assert.Equal(
            (AppId, AppId, "2.0.13"),
            ((string?)manifest["id"], (string?)manifest["bots"]![0]!["botId"], (string?)manifest["version"])
        );
        Assert.Equal(["omo.shop.tw"], manifest["validDomains"]!.AsArray().Select(d => (string)d!));
        Assert.Equal(
            $"https://developer.microsoft.com/en-us/json-schemas/teams/v{manifest["manifestVersion"]}/MicrosoftTeams.schema.json",
            (string?)manifest["$schema"]
        );
        Assert.True((bool)manifest["bots"]![0]!["supportsFiles"]!);
        Assert.Equal(["personal"], manifest["bots"]![0]!["scopes"]!.AsArray().Select(s => (string)s!));
    }

    [Theory]
    [InlineData("no-guid", "omo.shop.tw", "1.0.0")]
    [InlineData("00000000-0000-0000-0000-000000000000", "omo.shop.tw", "1.0.0")]
    [InlineData(AppId, "https://omo.shop.tw", "1.0.0")]
    [InlineData(AppId, "omo.shop.tw:8443", "1.0.0")]
    [InlineData(AppId, "*.shop.tw", "1.0.0")]
    [InlineData(AppId, "localhost", "1.0.0")]
    [InlineData(AppId, "10.0.0.1", "1.0.0")]
    [InlineData(AppId, "a/g;s/omo/x.tw", "1.0.0")]
    [InlineData(AppId, "omo.shop.tw", "1.0")]
    [InlineData(AppId, "omo.shop.tw", "1.0.0-beta")]
    public async Task What_cannot_be_right_is_said_and_nothing_is_written(string app, string domain, string version)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "bash is needed");
        using var folder = new TempFolder();
        var (code, said) = await RunAsync(folder.Path, app, domain, version);
        Assert.Equal(1, code);
        Assert.Contains("is not", said, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task The_menu_offers_the_commands_in_both_languages_in_words_that_the_bot_understands()
    {
        var files = await BuildAsync();
        var chinese = JsonNode.Parse(files["manifest.json"])!["bots"]![0]!["commandLists"]![0]!["commands"]!
            .AsArray()
            .Select(c => (string)c!["title"]!)
            .ToList();
        var english = JsonNode.Parse(files["en.json"])!;
        var menu = chinese
            .Select(
                (title, i) =>
                    (
                        Chinese: CommandReader.Read(title),
                        English: CommandReader.Read((string?)english[$"bots[0].commandLists[0].commands[{i}].title"])
                    )
            )
            .ToList();
        Assert.All(menu, entry => Assert.Equal(entry.Chinese, entry.English));

        // Whoever adds a command adds it to teams/manifest.json and teams/en.json; whoever takes one away, too.
        var wanted = Enum.GetValues<CommandName>().Except(LeftOut).Select(CommandReader.Plain).ToHashSet();
        Assert.Empty(wanted.Except(menu.Select(entry => entry.Chinese)));
        Assert.Equal(wanted.Count, menu.Count);
        Assert.InRange(menu.Count, 1, 10);
    }

    [Fact]
    public async Task Icons_are_of_the_size_and_the_colours_that_Teams_asks_for()
    {
        var files = await BuildAsync();
        using var colour = SKBitmap.Decode(files["color.png"]);
        using var outline = SKBitmap.Decode(files["outline.png"]);
        Assert.Equal((192, 192, 32, 32), (colour.Width, colour.Height, outline.Width, outline.Height));
        var drawn = outline.Pixels.Where(pixel => pixel.Alpha > 0).ToList();
        Assert.InRange(drawn.Count, 32, 32 * 32 / 2);
        Assert.All(drawn, pixel => Assert.Equal((255, 255, 255), (pixel.Red, pixel.Green, pixel.Blue)));
        Assert.True(colour.Pixels.Distinct().Count() > 2);
    }

    private static async Task<JsonSchema> SchemaAsync(string name) =>
        await JsonSchema.FromJsonAsync(await File.ReadAllTextAsync(Path.Combine(Programs.Root, "tests", "Package", "Schema", name)));

    private static async Task<Dictionary<string, byte[]>> BuildAsync(string version = "1.0.0")
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "bash is needed");
        using var folder = new TempFolder();
        var (code, said) = await RunAsync(folder.Path, AppId.ToUpperInvariant(), "OMO.shop.tw", version);
        Assert.True(code == 0, said);
        await using var archive = await ZipFile.OpenReadAsync(Path.Combine(folder.Path, "omobroadcast-teams.zip"));
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var entry in archive.Entries)
        {
            await using var stream = await entry.OpenAsync();
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy);
            files[entry.FullName] = copy.ToArray();
        }

        return files;
    }

    private static async Task<(int Code, string Said)> RunAsync(string folder, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(Path.Combine(Programs.Root, "teams", "package"), arguments)
        {
            UseShellExecute = false,
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, error);
    }
}
