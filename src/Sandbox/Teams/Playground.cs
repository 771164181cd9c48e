using System.Globalization;

namespace OmoBroadcast.Sandbox.Teams;

/// <summary>Settings for the Microsoft 365 Agents Playground, so that it speaks as somebody the service knows.</summary>
internal static class Playground
{
    public const string BotId = "28:00000000-0000-4000-8000-000000000028";

    public static string Settings(TeamsPerson? person)
    {
        var me = (person ?? new TeamsPerson("11111111-1111-4111-8111-111111111111", "王小明")).Complete();
        // It wants exactly five colleagues, and no two ids alike.
        return $"{Oneself(me)}{string.Concat(Enumerable.Range(1, 5).Select(Colleague))}{Chats(me)}";
    }

    private static string Oneself(TeamsPerson me) =>
        $"""
            version: "0.1.1"
            tenantId: {me.TenantId}
            bot:
              id: "{BotId}"
              name: OmoBroadcast
            currentUser:
              id: "{me.Id}"
              name: "{me.Name}"
              userPrincipleName: seller@example.com
              aadObjectId: {me.AadObjectId}
              givenName: "{me.Name}"
              surname: ""
              email: seller@example.com
            users:

            """;

    private static string Colleague(int number) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
              - id: "29:1colleague{number}"
                name: Colleague {number}
                userPrincipleName: colleague{number}@example.com
                aadObjectId: 4444444{number}-4444-4444-8444-444444444444
                givenName: Colleague
                surname: "{number}"
                email: colleague{number}@example.com

            """
        );

    private static string Chats(TeamsPerson me) =>
        $"""
            personalChat:
              id: "{me.ConversationId}"
            groupChat:
              id: "19:store@thread.v2"
              name: 門市群組
            team:
              id: "19:team@thread.tacv2"
              name: 門市
              aadGroupId: 55555555-5555-4555-8555-555555555555
              channels:
                - id: "19:news@thread.tacv2"
                  name: 公告

            """;
}
