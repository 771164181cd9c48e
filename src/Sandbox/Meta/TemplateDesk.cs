using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OmoBroadcast.Sandbox.Ledger;
using OmoBroadcast.Sandbox.Platform;
using OmoBroadcast.Sandbox.Weather;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Lists the templates of a WABA, page by page.</summary>
internal sealed class TemplateDesk(GraphEndpoint endpoint, TemplateBook book, WeatherStation weather, Whereabouts here)
{
    private const int Usual = 25;
    private const int Most = 1_000;

    public Task ListAsync(HttpContext http, GraphVisit visit)
    {
        visit.Kind = CallKind.Templates;
        return endpoint.AnswerAsync(http, visit, List(http, visit));
    }

    private GraphAnswer List(HttpContext http, GraphVisit visit)
    {
        var what = weather.MetaUpload(visit.Channel);
        if ((Storm.Before(what, visit.Channel, weather.Meta(visit.Channel)) ?? Storm.After(what.Fault, visit.Channel)) is { } storm)
            return storm;
        if (visit.Accounts.FirstOrDefault(a => a.Waba == visit.Node) is not { } account)
            return GraphErrors.NoSuchObject.Answer();
        if (account.Management.Count(visit.At, weather.Meta(visit.Channel).ManagementPerHour).Percent > 100)
            return GraphErrors.TooManyManagementCalls.Answer();

        var query = http.Request.Query;
        var found = book.Of(visit.Node)
            .Where(t => Is("name", t.Name) && Is("status", t.Status) && Is("category", t.Category) && Is("language", t.Language))
            .ToList();
        var from = 0;
        if ((string?)query["after"] is { Length: > 0 } after && !Place(after, visit.Node, out from))
            return GraphErrors.BadCursor.Answer();
        return GraphAnswer.Json(Page(found, from, query, visit.Node));

        bool Is(string name, string value) =>
            (string?)query[name] is not { Length: > 0 } asked || string.Equals(asked, value, StringComparison.OrdinalIgnoreCase);
    }

    private JsonObject Page(List<Template> found, int from, IQueryCollection query, string waba)
    {
        var limit =
            int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) && wanted > 0
                ? Math.Min(wanted, Most)
                : Usual;
        var fields = ((string?)query["fields"])?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var page = found.Skip(from).Take(limit).ToList();
        var answer = new JsonObject { ["data"] = new JsonArray([.. page.Select(t => t.Json(fields))]) };
        if (page.Count == 0)
            return answer;
        var end = Cursor(from + page.Count, waba);
        var paging = new JsonObject
        {
            ["cursors"] = new JsonObject { ["before"] = Cursor(from, waba), ["after"] = end },
        };
        if (from + page.Count < found.Count)
            paging["next"] = $"{here.Base}whatsapp/v25.0/{waba}/message_templates?limit={limit}&after={end}";
        answer["paging"] = paging;
        return answer;
    }

    private static string Cursor(int place, string waba) =>
        Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{waba}:{place}"))).TrimEnd('=');

    private static bool Place(string cursor, string waba, out int place)
    {
        place = 0;
        var padded = cursor + new string('=', (4 - (cursor.Length % 4)) % 4);
        var bytes = new byte[padded.Length];
        if (!Convert.TryFromBase64String(padded, bytes, out var length))
            return false;
        var text = Encoding.ASCII.GetString(bytes, 0, length);
        return text.StartsWith(waba + ":", StringComparison.Ordinal)
            && int.TryParse(text.AsSpan(waba.Length + 1), NumberStyles.None, CultureInfo.InvariantCulture, out place);
    }
}
