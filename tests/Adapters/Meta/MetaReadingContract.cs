using System.Text;
using OmoBroadcast.Domain.Channels;
using OmoBroadcast.Tests.Adapters.ChannelContract;

namespace OmoBroadcast.Tests.Adapters.Meta;

/// <summary>What reading must do on each of Meta's channels, beyond what every channel's must.</summary>
public abstract class MetaReadingContract(MetaSubject subject) : ReadingContract(subject)
{
    private string One => Encoding.UTF8.GetString(subject.Messages(subject.AccountId, [("e1", subject.Recipient(1), "hi")]));

    [Fact]
    public void An_envelope_in_an_array_is_an_envelope()
    {
        Assert.Single(Read($"[{One}]"));
        Assert.Equal(2, Read($"[{One},{One.Replace("e1", "e2", StringComparison.Ordinal)},7]").Count);
    }

    [Fact]
    public void A_body_that_a_proxy_unescaped_still_fits_its_signature()
    {
        var text = Encoding.UTF8.GetString(subject.Messages(subject.AccountId, [("e1", subject.Recipient(1), "PLACE")]));
        var asSigned = text.Replace("PLACE", @"\u54c8\u56c9 \ud83d\udc4b \u00e9", StringComparison.Ordinal);
        var asCome = text.Replace("PLACE", "哈囉 👋 é", StringComparison.Ordinal);
        var signature = subject.Sign(Encoding.UTF8.GetBytes(asSigned), ContractSubject.SecondSecret);
        var item = Assert.Single(Events(subject.Post(Encoding.UTF8.GetBytes(asCome), signature)));
        Assert.Equal("哈囉 👋 é", Assert.IsType<InboundBody.Message>(item.Body).Text);
        Assert.Equal(401, Refused(subject.Post(Encoding.UTF8.GetBytes(asCome.Replace('é', 'è')), signature)));
        Assert.Equal(
            401,
            Refused(subject.Post(Encoding.UTF8.GetBytes(asCome.Replace("哈", "\\u54C8", StringComparison.Ordinal)), signature))
        );

        // What is long is signed piece by piece.
        var long1 = text.Replace("PLACE", string.Concat(Enumerable.Repeat(@"a\u54c8\ud83d\udc4b", 3000)), StringComparison.Ordinal);
        var long2 = text.Replace("PLACE", string.Concat(Enumerable.Repeat("a哈👋", 3000)), StringComparison.Ordinal);
        Assert.Single(
            Events(subject.Post(Encoding.UTF8.GetBytes(long2), subject.Sign(Encoding.UTF8.GetBytes(long1), ContractSubject.FirstSecret)))
        );
    }

    [Fact]
    public void The_old_signature_alone_is_none()
    {
        var headers = new Dictionary<string, string> { ["X-Hub-Signature"] = "sha1=0123456789012345678901234567890123456789" };
        Assert.Equal(401, Refused(new WebhookRequest("POST", headers, new Dictionary<string, string>(), Encoding.UTF8.GetBytes(One))));
    }

    [Fact]
    public void Another_product_of_the_app_is_nothing_to_us()
    {
        Assert.Empty(Read("""{"object":"permissions","entry":[{"id":"1","time":1,"changes":[]}]}"""));
        Assert.Empty(Read("""{"object":"hologram","depth":3}"""));
        Assert.Empty(Read(One.Replace("\"object\":\"", "\"object\":\"other_", StringComparison.Ordinal)));
    }

    [Fact]
    public void Others_accounts_beside_ours_cost_ours_nothing()
    {
        var other = Encoding.UTF8.GetString(subject.Messages("12345", [("x", subject.Recipient(2), "not ours")]));
        var foreign = Encoding.UTF8.GetString(
            subject.Messages(subject.OtherAccountId, [("y", subject.Recipient(2), "ours, but not with this secret")])
        );
        Assert.Equal("e1", Assert.Single(Read($"[{other},{foreign},{One}]")).Id);
        Assert.Equal(401, Refused(subject.Request(Encoding.UTF8.GetBytes($"[{other},{foreign}]"))));
    }

    [Fact]
    public void Entries_that_are_none_cost_their_neighbours_nothing()
    {
        var broken = One.Replace(
            "\"entry\":[",
            "\"entry\":[null,7,[],{},{\"id\":{}},{\"id\":\"0\",\"time\":233445667},",
            StringComparison.Ordinal
        );
        Assert.Single(Read(broken));
    }

    [Fact]
    public void More_events_than_can_be_real_are_too_many() =>
        Assert.Equal(
            413,
            Refused(subject.Request(Encoding.UTF8.GetBytes(subject.Envelope(subject.AccountId, Enumerable.Repeat("{}", 30_000)))))
        );

    protected IReadOnlyList<InboundEvent> Read(string body) => Events(subject.Request(Encoding.UTF8.GetBytes(body)));
}
