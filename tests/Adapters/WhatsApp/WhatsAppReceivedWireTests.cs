using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.WhatsApp;

public sealed class WhatsAppReceivedWireTests() : ReceivedWireContract(new WhatsAppSubject())
{
    private string Told => $$"""{"url":"{{new Uri(Platform.Address, "/file/1")}}","mime_type":"image/jpeg","id":"1"}""";

    public static TheoryData<string> OddlyTold => [.. OddAnswers.Whole];

    public static TheoryData<string> NotTold => [.. OddAnswers.Broken];

    [Theory]
    [MemberData(nameof(OddlyTold))]
    public async Task An_address_in_an_odd_dress_is_one(string answer)
    {
        Platform.React = call => IsFile(call) ? new Reaction.Answer(200, "bytes") : OddAnswers.Of(answer, Told);
        await using var content = await Source(Platform.Address).OpenAsync(new WhatsAppSubject().Account, "1", false, default);
        Assert.NotNull(content);
    }

    [Theory]
    [MemberData(nameof(NotTold))]
    public async Task An_address_that_is_not_told_to_the_end_is_not_asked(string answer)
    {
        Platform.React = call => IsFile(call) ? new Reaction.Answer(200, "bytes") : OddAnswers.Of(answer, Told);
        Assert.Null(await Source(Platform.Address).OpenAsync(new WhatsAppSubject().Account, "1", false, default));
        Assert.DoesNotContain(Platform.Calls, IsFile);
    }

    [Fact]
    public async Task An_address_without_end_is_cut_and_not_asked()
    {
        Platform.React = _ => new Reaction.Endless(200);
        Assert.Null(await Source(Platform.Address).OpenAsync(new WhatsAppSubject().Account, "1", false, default));
        Assert.Single(Platform.Calls);
    }

    protected override IReceived Source(Uri platform) =>
        new WhatsAppSubject().Services(platform, Time).GetServices<IReceived>().Single(source => source.Id == ChannelId.WhatsApp);

    protected override void React(Func<PlatformCall, Reaction> file) =>
        Platform.React = call => IsFile(call) ? file(call) : new Reaction.Answer(200, Told);

    protected override async Task FileIsAskedForAsync()
    {
        while (!IsFile(await Platform.NextCallAsync())) { }
    }

    private static bool IsFile(PlatformCall call) => call.Path.Contains("/file/", StringComparison.Ordinal);
}
