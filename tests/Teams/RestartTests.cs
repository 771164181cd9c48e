using OmoBroadcast.Storage.Teams;
using OmoBroadcast.Tests.Playing;
using OmoBroadcast.Tests.Servers;

namespace OmoBroadcast.Tests.Teams;

public sealed class RestartTests
{
    [Fact]
    public async Task What_was_written_down_and_not_worked_on_is_worked_on_after_a_restart()
    {
        await using var stub = await ConnectorStub.StartAsync();
        using var folder = new TempFolder();
        (string, string)[] settings = [("Omo:Teams:AllowAnonymous", "true"), ("Omo:DataDir", folder.Path)];
        await using (var first = await TeamsFace.OpenAsync(stub, "Development", settings))
        {
            var left =
                $$"""{"Type":"message","ServiceUrl":"{{stub.ServiceUrl}}","ConversationId":"a:1","PersonId":"{{Staff.Seller.Id}}","IsPersonal":true,"Text":"待處理","Locale":"zh-TW"}""";
            await first.Get<ActivityInbox>().AddAsync("left", left, TimeProvider.System.GetUtcNow().AddSeconds(-10), default);
        }
        await using var second = await TeamsFace.OpenAsync(stub, "Development", settings);
        Assert.Equal("zh", (string?)(await stub.CallAsync()).Card!["lang"]);
        await Until.SeenAsync(
            "an empty inbox",
            TimeSpan.FromSeconds(10),
            () => second.Get<ActivityInbox>().PendingAsync(10, default),
            left => left.Count == 0
        );
    }
}
