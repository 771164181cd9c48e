using Microsoft.Extensions.DependencyInjection;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Domain.Messages;
using OmoBroadcast.Tests.Adapters.Meta;

namespace OmoBroadcast.Tests.Adapters.Instagram;

public sealed class InstagramSendingTests() : PageSendingContract(Subject)
{
    private static readonly InstagramSubject Subject = new();

    [Fact]
    public async Task A_text_is_all_that_is_said() =>
        Assert.Equal(
            """{"recipient":{"id":"2400000000000001"},"message":{"text":"a"}}""",
            await BodyOfAsync(new OutboundMessage.Text("a"), null)
        );

    [Theory]
    [InlineData(MediaKind.Image, "image")]
    [InlineData(MediaKind.Video, "video")]
    [InlineData(MediaKind.File, "file")]
    public async Task Media_go_by_their_address(MediaKind kind, string type) =>
        Assert.Equal(
            $$$$$$"""{"recipient":{"id":"2400000000000001"},"message":{"attachment":{"type":"{{{{{{type}}}}}}","payload":{"url":"https://shop.example/media/m1"}}}}""",
            await BodyOfAsync(File(kind), Linked)
        );

    [Fact]
    public async Task Calls_are_made_to_the_linked_page_where_one_is_configured()
    {
        var services = Subject.Services(Platform.Address, TimeProvider.System, ("PageId", "104455667788990"));
        await services.GetRequiredService<Roster>()[ChannelId.Instagram].SendAsync(One(), default);
        Assert.Equal("/api/v25.0/104455667788990/messages", Assert.Single(Platform.Calls).Path);
    }

    [Theory]
    [InlineData("false", "graph.facebook.com")]
    [InlineData("true", "graph.instagram.com")]
    public void Each_kind_of_login_has_its_host(string login, string host)
    {
        using var accounts = (ServiceProvider)Subject.Services(null, TimeProvider.System, ("InstagramLogin", login));
        var account = accounts
            .GetRequiredKeyedService<OmoBroadcast.Adapters.Meta.MetaAccounts>(ChannelId.Instagram)
            .Find(Subject.AccountId);
        Assert.Equal(host, account!.Host);
    }

    [Fact]
    public void Text_is_counted_in_bytes() =>
        Assert.Equal((1000, TextUnit.Utf8Bytes, 40), (Channel.Limits.TextLength, Channel.Limits.TextUnit, Channel.Limits.SinglePerSecond));

    [Fact]
    public void It_takes_no_uploads() =>
        Assert.DoesNotContain(Subject.Services(Platform.Address, TimeProvider.System).GetServices<IUploads>(), uploads =>
            uploads.Id == ChannelId.Instagram
        );
}
