using System.Buffers.Text;
using System.Security.Cryptography;
using OmoBroadcast.Sandbox.Platform;

namespace OmoBroadcast.Sandbox.Meta;

/// <summary>Ids of messages as each platform makes them.</summary>
internal static class MetaIds
{
    public static string Message(Channel channel) =>
        channel switch
        {
            Channel.Messenger => "m_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(66)),
            Channel.Instagram => "aWdfZAG1f" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(126)),
            _ => "wamid.HBgL" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(36)),
        };
}
