using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Tests.Sandbox;

public sealed class TeamsFilesTests
{
    [Fact]
    public async Task Typing_into_a_field_that_finds_its_choices_comes_as_teams_sends_it()
    {
        await using var teams = await Platform.StartAsync();
        await using var bot = await Receiver.StartAsync();
        await teams.PostAsync(
            "teams/search",
            new
            {
                dataset = "colleagues",
                text = "an",
                bot = bot.Address,
                person = new { aadObjectId = "p-1", name = "王" },
            }
        );
        var activity = JsonNode.Parse(bot.Webhooks.Single().Body)!;
        Assert.Equal(("invoke", "application/search"), ((string)activity["type"]!, (string)activity["name"]!));
        Assert.Equal(
            """{"kind":"search","queryText":"an","queryOptions":{"skip":0,"top":15},"dataset":"colleagues"}""",
            activity["value"]!.ToJsonString()
        );
    }

    [Fact]
    public async Task Pictures_lie_with_the_connector_and_files_behind_an_address_of_their_own()
    {
        await using var teams = await Platform.StartAsync();
        await using var bot = await Receiver.StartAsync();
        var activity = await AttachAsync(teams, bot);
        Assert.Equal("iOS", (string)activity["entities"]![0]!["platform"]!);
        var (picture, file) = (activity["attachments"]![0]!, activity["attachments"]![1]!);
        Assert.Equal("image/png", (string)picture["contentType"]!);
        Assert.Equal("application/vnd.microsoft.teams.file.download.info", (string)file["contentType"]!);
        var address = (string)picture["contentUrl"]!;
        Assert.Equal(0x89, (await teams.Http.GetByteArrayAsync(address))[0]);
        Assert.Equal("%PDF-9", await teams.Http.GetStringAsync((string)file["content"]!["downloadUrl"]!));

        var weather = new
        {
            seed = 1,
            line = new { },
            teams = new { requireToken = true },
        };
        using var token = await teams.Http.PutAsJsonAsync("weather", weather);
        using var refused = await teams.Http.GetAsync(address);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var other = await teams.Http.GetAsync(
            address.Replace("v3/attachments", "files", StringComparison.Ordinal).Replace("/views/original", "", StringComparison.Ordinal)
        );
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
    }

    /// <summary>Somebody sends the bot a picture and a file; what the bot hears.</summary>
    private static async Task<JsonNode> AttachAsync(Platform teams, Receiver bot)
    {
        await teams.PostAsync(
            "teams/say",
            new
            {
                text = "看看",
                bot = bot.Address,
                person = new { aadObjectId = "p-1", name = "王" },
                platform = "iOS",
                waitMs = 0,
                attachments = new object[]
                {
                    new { name = "a.png" },
                    new
                    {
                        name = "b.pdf",
                        contentType = "application/pdf",
                        bytes = Convert.ToBase64String("%PDF-9"u8.ToArray()),
                    },
                },
            }
        );
        await bot.ComesAsync(1);
        return JsonNode.Parse(bot.Webhooks.Single().Body)!;
    }
}
