namespace OmoBroadcast.Domain.Conversations;

/// <summary>
/// How customers say that they want no more broadcasts, or want them again, as long as nothing else is configured: patterns
/// (<see cref="Texts.WordPattern"/>) of whole messages in Chinese, traditional or
/// simplified, English and Japanese. What could mean an order, an appointment or a visit as well (取消, cancel, end) is not among them.
/// </summary>
public static class DefaultSuppressionWords
{
    private const string Hello = "{|你好|您好|嗨|不好意思|抱歉}",
        Ask = "{|請|麻煩|煩請|請問可以|我要|我想|我想要|想要|我需要|我要求|請幫我|麻煩幫我|幫我|請替我|請您|請你們|拜託}",
        AtOnce = "{|立刻|立即|馬上|全部}";
    private const string What = "{|訊息|消息|電子報|廣告|通知|推播|推送|服務|簡訊|郵件|群發|群發訊息|廣告訊息|所有訊息|全部}",
        Thanks = "{|謝謝|謝謝您|謝謝你|感謝|多謝|了|吧|喔|哦|啦|拜託}";
    private const string Please = "{|hi |hello |hey }{|please |pls |plz |kindly }",
        Me = "{|i want to |i would like to |i'd like to |i wish to |i want you to }",
        Kindly = "{| please| pls| thanks| thank you| thx| now| immediately}";

    public static IReadOnlyList<string> Stop { get; } =
    [
        $"{Hello}{Ask}{AtOnce}{{取消訂閱|取消訂閲|退訂|停止訂閱|解除訂閱|取消群發|停止群發|停止推播|取消推播|停止發送|停止傳送}}{What}{Thanks}",
        $"{Hello}{{|請|麻煩|拜託|請你們}}{{不要|別|勿|停止}}再{{|給我|對我}}{{傳|發|寄|發送|傳送|寄送|推播}}{{|給我}}{{|訊息|消息|廣告|電子報|通知|簡訊|郵件|廣告訊息|群發訊息}}{{|給我}}{Thanks}",
        $"{Hello}{{|我}}{{不想|不要|不願|不願意}}{{再收到|再收|收到|接收|再接收}}{{訊息|消息|廣告|電子報|通知|簡訊|郵件|廣告訊息|群發訊息}}{Thanks}",
        $"{Please}stop{{| all| everything| all messages| messages| the messages| these messages| messaging| messaging me| texting me| promotions| all promotions| marketing| ads| spam| spamming me}}{Kindly}",
        $"{Please}stop sending{{| me}}{{| any| any more| all| these| those| your}}{{| messages| promotions| ads| texts| spam| stuff}}{Kindly}",
        $"{Please}{Me}{{unsubscribe|unsubscribe me|unsubscribed|opt out|opt me out|optout|stopall|be removed|be unsubscribed|be removed from the list}}{{| all| from all| from this list| from your list| from all messages}}{Kindly}",
        $"{Please}{{remove me|remove me from the list|remove me from your list|take me off your list|take me off the list|no more messages|no more ads|do not message me|don't message me|do not contact me again}}{Kindly}",
        "{|メッセージの|メッセージ|メルマガ|メルマガの|広告の|この}{配信停止|配信を停止|配信の停止|配信解除|配信を解除|登録解除|登録を解除|購読解除|購読を解除|購読停止|購読を停止|配信中止|配信不要|配信拒否|受信拒否|メッセージ不要|ストップ}"
            + "{|希望|希望します|を希望します|希望です|です|して|してください|して下さい|お願いします|をお願いします|お願い致します|をお願い致します|お願い|でお願いします|したい|したいです}",
        "{|もう}{|メッセージを|メッセージ|広告を}{送らないで|送らないでください|送らないで下さい|配信しないで|配信しないでください|配信しないで下さい}",
    ];

    public static IReadOnlyList<string> Resume { get; } =
    [
        $"{Hello}{Ask}{{訂閱|重新訂閱|恢復訂閱|繼續訂閱|再次訂閱|再訂閱}}{Thanks}",
        $"{Please}{Me}{{start|unstop|subscribe|subscribe again|subscribe me|resubscribe|re-subscribe|opt in|opt back in}}{Kindly}",
        "{|メッセージの}{配信再開|配信を再開|配信希望|購読再開|購読を再開|再登録|再購読}{|希望|希望します|して|してください|して下さい|お願いします|をお願いします|お願い}",
    ];
}
