using System.Globalization;
using System.Text.Json.Nodes;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Writes what Teams sends to a bot when its person types or presses something.</summary>
internal static class ActivityWriter
{
    public static JsonObject Message(TeamsPerson person, string serviceUrl, string botId, string locale, DateTimeOffset at, string text)
    {
        var activity = Common(
            "message",
            at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture),
            person,
            serviceUrl,
            botId,
            locale,
            at
        );
        activity["text"] = text;
        activity["textFormat"] = "plain";
        return activity;
    }

    /// <param name="person">Who installed the app.</param>
    /// <param name="serviceUrl">The connector.</param>
    /// <param name="botId">28:…</param>
    /// <param name="locale">Of the person.</param>
    /// <param name="at">When.</param>
    public static JsonObject Installation(TeamsPerson person, string serviceUrl, string botId, string locale, DateTimeOffset at)
    {
        var activity = Common("installationUpdate", $"f:{Guid.NewGuid()}", person, serviceUrl, botId, locale, at);
        activity["action"] = "add";
        return activity;
    }

    /// <param name="person">Who pressed.</param>
    /// <param name="serviceUrl">The connector.</param>
    /// <param name="botId">28:…</param>
    /// <param name="locale">Of the person.</param>
    /// <param name="at">When.</param>
    /// <param name="action">The Action.Execute with its data and the inputs merged into it.</param>
    /// <param name="replyTo">The activity that shows the card.</param>
    public static JsonObject Press(
        TeamsPerson person,
        string serviceUrl,
        string botId,
        string locale,
        DateTimeOffset at,
        JsonObject action,
        string? replyTo
    )
    {
        var activity = Common("invoke", $"f:{Guid.NewGuid()}", person, serviceUrl, botId, locale, at);
        activity["name"] = "adaptiveCard/action";
        activity["value"] = new JsonObject { ["action"] = action, ["trigger"] = "manual" };
        activity["channelData"]!["source"] = new JsonObject { ["name"] = "message" };
        if (replyTo is not null)
            activity["replyToId"] = replyTo;
        return activity;
    }

    /// <param name="person">Who types into a field whose choices are found by the bot.</param>
    /// <param name="serviceUrl">The connector.</param>
    /// <param name="botId">28:…</param>
    /// <param name="locale">Of the person.</param>
    /// <param name="at">When.</param>
    /// <param name="dataset">As the field's <c>Data.Query</c> names it.</param>
    /// <param name="text">As far as it is typed.</param>
    public static JsonObject Search(
        TeamsPerson person,
        string serviceUrl,
        string botId,
        string locale,
        DateTimeOffset at,
        string dataset,
        string text
    )
    {
        var activity = Common("invoke", $"f:{Guid.NewGuid()}", person, serviceUrl, botId, locale, at);
        activity["name"] = "application/search";
        activity["value"] = new JsonObject
        {
            ["kind"] = "search",
            ["queryText"] = text,
            ["queryOptions"] = new JsonObject { ["skip"] = 0, ["top"] = 15 },
            ["dataset"] = dataset,
        };
        return activity;
    }

    private static JsonObject Common(
        string type,
        string id,
        TeamsPerson person,
        string serviceUrl,
        string botId,
        string locale,
        DateTimeOffset at
    ) =>
        new()
        {
            ["type"] = type,
            ["id"] = id,
            ["timestamp"] = at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            ["localTimestamp"] = at.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture),
            ["localTimezone"] = "Asia/Taipei",
            ["serviceUrl"] = serviceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject
            {
                ["id"] = person.Id,
                ["name"] = person.Name,
                ["aadObjectId"] = person.AadObjectId,
            },
            ["recipient"] = new JsonObject { ["id"] = botId, ["name"] = "OmoBroadcast" },
            ["conversation"] = new JsonObject
            {
                ["id"] = person.ConversationId,
                ["conversationType"] = "personal",
                ["tenantId"] = person.TenantId,
            },
            ["channelData"] = new JsonObject { ["tenant"] = new JsonObject { ["id"] = person.TenantId } },
            ["entities"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "clientInfo",
                    ["locale"] = locale,
                    ["country"] = "TW",
                    ["platform"] = "Windows",
                    ["timezone"] = "Asia/Taipei",
                }
            ),
            ["locale"] = locale,
        };
}
